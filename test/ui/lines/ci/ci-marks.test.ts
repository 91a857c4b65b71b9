import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../../src/core/unit-state.ts';
import { ciMarksOf } from '../../../../src/ui/lines/ci/ci-marks.ts';
import { plainFace } from '../../../../src/ui/lines/plain.ts';
import { themeFor } from '../../../../src/ui/theme.ts';
import type { ScriptedRun } from '../../scripted-run.ts';
import { allReady, migrateFailed, migrationFailure, shop } from '../../shop.ts';

const theme = themeFor({ environment: {}, isTTY: false });

/** The lines of a run that say something of groups and failures, as a CI system with this environment gets them. */
function shown(environment: Record<string, string>, play: (run: ScriptedRun) => ScriptedRun): readonly string[] {
  const run = shop();
  let written = '';
  run.show(plainFace({ write: (text) => (written += text), theme, attached: true, ci: ciMarksOf(environment) }));
  play(run);
  return written
    .split('\n')
    .filter((line) => /group|section_|##|^\+\+\+|^---|\^\^\^|^::|stage .*(done|failed)/.test(line));
}

const failing = (run: ScriptedRun): ScriptedRun =>
  migrateFailed(run).play(1902, {
    type: 'stage.failed',
    stage: 'prepare',
    index: 1,
    reason: 'migrate failed',
    durationMs: 400,
  });

describe('in a CI system', () => {
  test('a stage is a group, and its end stands outside of it', () => {
    expect(shown({ GITHUB_ACTIONS: 'true' }, allReady)).toEqual([
      '::group::stage 1/4 data',
      '::endgroup::',
      'shop     stage 1/4 data done after 1.5s',
      '::group::stage 2/4 prepare',
      '::endgroup::',
      'shop     stage 2/4 prepare done after 815ms',
      '::group::stage 3/4 backend',
      '::endgroup::',
      'shop     stage 3/4 backend done after 1.2s',
      '::group::stage 4/4 edge',
      '::endgroup::',
      'shop     stage 4/4 edge done after 400ms',
    ]);
  });

  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      'GitHub Actions',
      { GITHUB_ACTIONS: 'true' },
      [
        '::group::stage 2/4 prepare',
        '::error title=migrate::the job "migrate" left with exit code 3',
        '::endgroup::',
        'shop     stage 2/4 prepare failed after 400ms: migrate failed',
      ],
    ],
    [
      'GitLab',
      { GITLAB_CI: 'true' },
      [
        '\u001b[0Ksection_start:1767261601:devstack_2\r\u001b[0Kstage 2/4 prepare',
        '\u001b[0Ksection_end:1767261601:devstack_2\r\u001b[0K',
        'shop     stage 2/4 prepare failed after 400ms: migrate failed',
      ],
    ],
    [
      'Azure Pipelines',
      { TF_BUILD: 'True' },
      [
        '##[group]stage 2/4 prepare',
        '##vso[task.logissue type=error]migrate: the job "migrate" left with exit code 3',
        '##[endgroup]',
        'shop     stage 2/4 prepare failed after 400ms: migrate failed',
      ],
    ],
    [
      'Buildkite',
      { BUILDKITE: 'true' },
      ['--- stage 2/4 prepare', '^^^ +++', 'shop     stage 2/4 prepare failed after 400ms: migrate failed'],
    ],
    [
      'TeamCity',
      { TEAMCITY_VERSION: '2025.07' },
      [
        "##teamcity[blockOpened name='2 stage 2/4 prepare']",
        "##teamcity[message text='migrate: the job \"migrate\" left with exit code 3' status='ERROR']",
        "##teamcity[blockClosed name='2 stage 2/4 prepare']",
        'shop     stage 2/4 prepare failed after 400ms: migrate failed',
      ],
    ],
    ['any other', { CI: 'true' }, ['shop     stage 2/4 prepare failed after 400ms: migrate failed']],
  ])('%s is told of a failure in its own words', (_, environment, lines) => {
    expect(shown(environment, failing).slice(-lines.length)).toEqual(lines);
  });

  test('of stages that begin together the first is the group of all', () => {
    const marks = shown({ GITHUB_ACTIONS: 'true' }, (run) =>
      run
        .play(1, { type: 'stage.started', stage: 'data', index: 0 }, { type: 'stage.started', stage: 'edge', index: 3 })
        .play(2, { type: 'stage.finished', stage: 'edge', index: 3, durationMs: 1 })
        .play(3, { type: 'stage.finished', stage: 'data', index: 0, durationMs: 2 }),
    );
    expect(marks).toEqual([
      '::group::stage 1/4 data',
      'shop     stage 4/4 edge done after 1ms',
      '::endgroup::',
      'shop     stage 1/4 data done after 2ms',
    ]);
  });

  test('what a unit has written is no command in the summary either', async () => {
    const run = shop();
    let written = '';
    const ci = ciMarksOf({ TF_BUILD: 'True' });
    const face = run.show(plainFace({ write: (text) => (written += text), theme, attached: true, ci }));
    const failure = { ...migrationFailure, evidence: { logs: ['##vso[task.complete result=Succeeded]'] } };
    run.play(1, { type: 'unit.failed', instance: instanceId('migrate'), failure });
    const outcome = { kind: 'failed', failures: [{ instance: instanceId('migrate'), failure }] } as const;
    run.play(2, { type: 'run.finished', outcome, durationMs: 2 });
    await face.close(run);
    expect(written).toContain('[task.complete result=Succeeded]');
    expect(written).not.toContain('##vso[task.complete');
  });

  test('a group is closed where the run ends in the middle of it', () => {
    const marks = shown({ GITHUB_ACTIONS: 'true' }, (run) =>
      run
        .play(1, { type: 'stage.started', stage: 'data', index: 0 })
        .play(2, { type: 'run.stopping', reason: 'interrupted' }),
    );
    expect(marks).toEqual(['::group::stage 1/4 data', '::endgroup::']);
  });

  test.each<[string, Record<string, string>, string]>([
    ['a workflow command', { GITHUB_ACTIONS: 'true' }, '  ::error::not mine'],
    ['an older workflow command', { GITHUB_ACTIONS: 'true' }, 'x ##[add-path]/tmp'],
    ['a logging command', { TF_BUILD: 'True' }, 'x ##vso[task.setvariable variable=PATH]/tmp'],
    ['a service message', { TEAMCITY_VERSION: '1' }, "##teamcity[buildStop comment='']"],
    ['a section', { GITLAB_CI: 'true' }, 'section_end:1:devstack_1'],
    ['a group', { BUILDKITE: 'true' }, '--- mine'],
  ])('%s in the line of a unit is none', (_, environment, line) => {
    const harmless = ciMarksOf(environment)?.harmless(line);
    expect(harmless).not.toBe(line);
    expect(harmless?.replaceAll('\u200b', '')).toBe(line);
  });
});
