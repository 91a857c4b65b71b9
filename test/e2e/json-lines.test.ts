import { expect } from 'vitest';
import { lineProblem } from '../support/line-shape.ts';
import { devstack, start } from './support/devstack.ts';
import { freePort, manifestFolder, shopCopy, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

/** What is wrong with the lines of a run, and of which types they are. */
function looked(stdout: string): { readonly problems: readonly string[]; readonly types: ReadonlySet<string> } {
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line): { readonly type: string } => JSON.parse(line));
  return { problems: lines.flatMap((line) => lineProblem(line) ?? []), types: new Set(lines.map(({ type }) => type)) };
}

withEngine('every line of a start, of one that changes nothing, and of an end is as the schema has it', async () => {
  const place = ['-f', await shopCopy(), '-p', testProject(), '--ui', 'json'];
  const environment = { WEB_PORT: await freePort() };
  const start = looked((await devstack(['up', '-d', ...place], environment)).stdout);
  expect(start.problems).toEqual([]);
  expect(start.types).toContain('unit.probing');
  const again = looked((await devstack(['up', '-d', ...place], environment)).stdout);
  expect(again.problems).toEqual([]);
  const end = looked((await devstack(['down', '-v', ...place], environment)).stdout);
  expect(end.problems).toEqual([]);
  expect(end.types).toContain('volume.removed');
});

withEngine('every line of a run that builds, tries again and fails is as the schema has it', async () => {
  const folder = await manifestFolder(`
stages: [one, two]
jobs:
  broken:
    stage: one
    build: { dockerfile_inline: "FROM busybox:1.36" }
    command: ["false"]
    retries: 1
services:
  never: { stage: two, image: "busybox:1.36", command: [sleep, "1000"] }
`);
  const { stdout } = await devstack(['up', '-d', '-f', folder, '-p', testProject(), '--ui', 'json']);
  const { problems, types } = looked(stdout);
  expect(problems).toEqual([]);
  for (const type of ['image.built', 'unit.retrying', 'unit.failed', 'stage.failed', 'unit.canceled'])
    expect(types).toContain(type);
});

withEngine(
  'every line of what happens to a stack that runs is as the schema has it, and none is a log line',
  async () => {
    const folder = await manifestFolder(`
services:
  web: { image: "busybox:1.36", command: [sh, -c, "echo hello; exec sleep 1000"], stop_grace_period: 0s }
`);
    const place = ['-f', folder, '-p', testProject()];
    await devstack(['up', '-d', ...place]);
    const watching = start(['events', '--json', ...place]);
    await watching.wrote('unit.ready');
    await devstack(['stop', ...place]);
    await watching.wrote('unit.stopped');
    watching.child.kill('SIGINT');
    const { problems, types } = looked((await watching.ended).stdout);
    expect(problems).toEqual([]);
    expect(types).not.toContain('log');
  },
);
