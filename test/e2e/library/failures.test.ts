import { describe, expect } from 'vitest';
import { type DevstackError, EngineError, ManifestError, StackError, UsageError, up } from '../../../src/index.ts';
import { leftOf } from '../support/engine.ts';
import { manifestFolder } from '../support/project.ts';
import { withEngine } from '../support/with-engine.ts';
import { manifest, upSmall } from './small-stack.ts';

/** The name under which a failed stack was there, and what it failed with. */
async function failing(text: string, signal?: AbortSignal, onEvent: (type: string) => void = () => undefined) {
  let project = '';
  const file = await manifestFolder(text);
  const error: unknown = await up({
    file,
    ...(signal && { signal }),
    onEvent(event) {
      if (event.type === 'run.started') project = event.project;
      onEvent(event.type);
    },
  }).catch((thrown: unknown) => thrown);
  return { project, error };
}

describe('what fails is told by an error of its own class', () => {
  withEngine('a job: its unit, its exit code, its last lines; nothing is left', async () => {
    const broken = manifest.replace('echo seeding;', 'echo no such table >&2; exit 7;');
    const { project, error } = await failing(broken);
    expect(error).toBeInstanceOf(StackError);
    expect(error).toMatchObject({
      name: 'StackError',
      code: 'job-exit',
      unit: 'seed',
      evidence: { exitCode: 7, logs: ['no such table'] },
      failures: [{ unit: 'seed', instance: 'seed#1' }],
    });
    expect((error as StackError).message).toContain('no such table');
    expect(await leftOf(project)).toEqual([]);
  });

  withEngine('a stack that takes too long: what was not there, and what its probe was answered', async () => {
    const file = await manifestFolder(manifest.replace('path: /', 'path: /missing'));
    const error: unknown = await up({ file, timeoutMs: 20_000 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StackError);
    expect(error).toMatchObject({
      code: 'not-ready',
      unit: 'web',
      evidence: { probe: expect.stringContaining('404') },
    });
  });

  withEngine('a manifest: everything that is wrong, with its place', async () => {
    const { error } = await failing(
      manifest.replace('command:', 'comand:').replace('depends_on: [seed]', 'depends_on: [sed]'),
    );
    expect(error).toBeInstanceOf(ManifestError);
    const { diagnostics } = error as ManifestError;
    expect(diagnostics.map(({ code }) => code)).toEqual(expect.arrayContaining(['unknown-key', 'unknown-dependency']));
    expect(diagnostics.find(({ code }) => code === 'unknown-key')?.place).toMatchObject({ line: 9, column: 5 });
  });

  withEngine('a name that is not there, with what may have been meant', async () => {
    const stack = await upSmall();
    await expect(stack.exec('wbe', ['true'])).rejects.toThrow(UsageError);
    await expect(stack.exec('wbe', ['true'])).rejects.toThrow('did you mean "web"?');
    await expect(stack.restart('wbe')).rejects.toThrow(UsageError);
    expect(() => stack.port('web', 9999)).toThrow('port 9999 of "web" is not reached from here');
  });

  withEngine('an engine that does not answer', async () => {
    const file = await manifestFolder(manifest);
    const lost = up({ file, env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
    await expect(lost).rejects.toThrow(EngineError);
    await expect(lost).rejects.toMatchObject({ code: 'engine-unreachable' } satisfies Partial<DevstackError>);
  });
});

describe('a signal', () => {
  withEngine('ends the wait for a stack with its reason, and what was begun is taken down', async () => {
    const scope = new AbortController();
    const never = manifest.replace('path: /', 'path: /missing');
    const { project, error } = await failing(never, scope.signal, (type) => {
      if (type === 'unit.probe') scope.abort(new Error('the test was canceled'));
    });
    expect(error).toMatchObject({ message: 'the test was canceled' });
    expect(await leftOf(project)).toEqual([]);
  });

  withEngine('that is aborted already begins nothing', async () => {
    const { project, error } = await failing(manifest, AbortSignal.abort(new Error('too late')));
    expect(error).toMatchObject({ message: 'too late' });
    expect(project).toBe('');
  });

  withEngine('ends the wait for a command', async () => {
    const stack = await upSmall();
    const signal = AbortSignal.timeout(300);
    await expect(stack.exec('web', ['sleep', '1000'], { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
