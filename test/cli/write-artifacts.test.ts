import { chmod, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { artifactFolder, writeArtifacts } from '../../src/cli/write-artifacts.ts';
import { RunNotes } from '../../src/ui/report/run-notes.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { engineOf, planOf, playToEnd } from '../run/support/stage-play.ts';
import { testShell } from './support/test-shell.ts';

const manifest = `
stages: [data, work]
services:
  db: { stage: data, image: "busybox:1.36", command: [sh, -c, "echo up with opensesame; sleep infinity"], scale: 2 }
jobs:
  token:
    stage: data
    image: busybox:1.36
    command: [sh, -c, 'printf {"TOKEN":{"value":"opensesame"}} > /devstack-output/outputs.json']
    outputs: { TOKEN: { sensitive: true } }
  fails:
    stage: work
    image: busybox:1.36
    command: [sh, -c, "echo refused with $$TOKEN; exit 3"]
    depends_on: [token]
  later: { stage: work, image: "busybox:1.36", command: "true", depends_on: [fails] }
`;

/** The artifacts of a run that fails, by name. */
async function artifacts(): Promise<ReadonlyMap<string, string>> {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const plan = await planOf(manifest);
  const notes = new RunNotes();
  const { run } = await playToEnd(engine, plan, { observer: (event, view) => notes.take(event, view) });
  const folder = await artifactFolder(
    'out/run',
    testShell({ folder: await mkdtemp(join(tmpdir(), 'devstack-artifacts-')) }),
  );
  const source = { name: 'play', plan, view: run.view, notes, now: Date.now(), mask: run.mask };
  expect(await writeArtifacts(folder, source, engine)).toEqual([]);
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const texts = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const;
  });
  return new Map(await Promise.all(texts));
}

describe('the artifacts of a run that failed', () => {
  test('are the plan, the events, the timeline, the steps, and a log for each unit', async () => {
    const files = await artifacts();
    expect([...files.keys()].sort()).toEqual([
      'events.ndjson',
      'junit.xml',
      'logs/db-1.log',
      'logs/db-2.log',
      'logs/fails.log',
      'logs/later.log',
      'logs/token.log',
      'plan.json',
      'plan.txt',
      'timeline.txt',
    ]);
    expect(files.get('plan.txt')).toContain('stage 2 work');
    expect(JSON.parse(files.get('plan.json') ?? '')).toMatchObject({ project: 'play' });
    expect(files.get('timeline.txt')).toMatch(/fails .*exit 3/);
    expect(files.get('junit.xml')).toMatch(/<failure message="[^"]*fails[^"]*" type="job-exit">/);
    const events = (files.get('events.ndjson') ?? '').trimEnd().split('\n');
    expect(events.map((line) => JSON.parse(line).type)).toEqual(
      expect.arrayContaining(['run.started', 'unit.failed', 'run.finished']),
    );
  });

  test('hold no sensitive output, in no form, also where it was written before it was known', async () => {
    const files = await artifacts();
    expect(files.get('logs/fails.log')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z refused with ••••\n$/);
    expect(files.get('logs/db-1.log')).toMatch(/up with ••••\n$/);
    expect([...files.values()].join('')).not.toContain('opensesame');
  });
});

describe('a folder for artifacts is refused before anything starts', () => {
  test.each([
    ['is a file', 'taken', 'there is a file of that name'],
    ['would be in a file', 'taken/out', 'there is a file of that name'],
    ['can be made by nobody', '/proc/out/of/tests', ''],
  ])('where it %s', async (_, path, reason) => {
    const folder = await mkdtemp(join(tmpdir(), 'devstack-artifacts-'));
    await writeFile(join(folder, 'taken'), '');
    await expect(artifactFolder(path, testShell({ folder }))).rejects.toThrow(
      `"${path}" can not be the folder of the artifacts: ${reason}`,
    );
  });

  test.skipIf(process.getuid?.() === 0)('where nobody may write to it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'devstack-artifacts-'));
    await chmod(folder, 0o555);
    await expect(artifactFolder('.', testShell({ folder }))).rejects.toThrow('you may not write there');
  });
});
