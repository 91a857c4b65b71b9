import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { type FakeEngine, startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { testShell } from './support/test-shell.ts';

const manifest = `
name: play
stages: [data, work it, app]
services:
  db: { image: "busybox:1.36", command: [sleep, infinity], stage: data }
  api: { image: "busybox:1.36", command: [sleep, infinity], stage: app, depends_on: [seed] }
jobs:
  seed:
    image: busybox:1.36
    command: [sh, -c, 'echo {"n":{"value":3}} > /devstack-output/outputs.json; echo sown']
    run: always
    stage: work it
`;

/** Runs devstack in a folder with the manifest. */
async function stackOf(fake: FakeEngine) {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-from-'));
  const write = (text: string) => writeFile(join(folder, 'devstack.yaml'), text);
  await write(manifest);
  const devstack = async (...args: readonly string[]) => {
    const shell = testShell({ folder, environment: { DOCKER_HOST: `unix://${fake.socket}` } });
    return { code: await runCommandLine(args, shell), ...shell.written };
  };
  return { devstack, write };
}

test('a run from a stage leaves what comes before as it is, also where that has changed', async () => {
  await using fake = await startFakeEngine();
  const { devstack, write } = await stackOf(fake);
  expect(await devstack('up', '-d', '--through', 'work it')).toMatchObject({ code: 0 });
  const before = [...fake.state.containers.keys()];
  await write(manifest.replace('sleep, infinity], stage: data', 'sleep, "1000"], stage: data'));
  const { code, out } = await devstack('up', '-d', '--from', 'app', '--ui', 'plain');
  expect(code).toBe(0);
  expect(out).toMatch(/^seed +cached, nothing to do \(outputs replayed\)$/m);
  expect(out).toMatch(/^db +ready as before$/m);
  expect(out).toMatch(/^api +ready/m);
  expect([...fake.state.containers.keys()]).toEqual(expect.arrayContaining(before));
});

test('a run from a stage goes over an earlier job that has failed and may', async () => {
  await using fake = await startFakeEngine();
  const { devstack, write } = await stackOf(fake);
  const lint = '  lint: { image: "busybox:1.36", command: [sh, -c, "exit 1"], stage: work it, allow_failure: true }';
  await write(manifest.replace(/^jobs:$/m, `jobs:\n${lint}`));
  await devstack('up', '-d', '--through', 'work it');
  const { code, out } = await devstack('up', '-d', '--from', 'app', '--ui', 'plain');
  expect(code).toBe(0);
  expect(out).not.toMatch(/^lint +started/m);
  expect((await devstack('up', '-d', '--from', 'app', '--ui', 'plain')).out).toContain('4 of 4 ready, as before');
});

test('a run from a stage starts nothing where something before it is missing, and says what', async () => {
  await using fake = await startFakeEngine();
  const { devstack } = await stackOf(fake);
  await devstack('up', '-d', '--through', 'data');
  await devstack('stop', 'db');
  const { code, err } = await devstack('up', '-d', '--from', 'app');
  expect(code).toBe(5);
  expect(err).toBe(
    'error: stage "app" can not be the first, for not all that comes before it is there: ' +
      '"db" (stopped with exit code 143), "seed" (has not completed yet)\n' +
      'hint: run: devstack up --through "work it"\n',
  );
});

test.each([
  [['--from', 'ap'], 2, 'devstack.yaml has no stage "ap"\nhint: did you mean "app"?'],
  [['--from', 'app', '--through', 'data'], 2, 'stage "app" comes after stage "data"'],
])('a run %j is refused', async (args, code, message) => {
  await using fake = await startFakeEngine();
  const { devstack } = await stackOf(fake);
  expect(await devstack('up', '-d', ...args)).toMatchObject({ code, err: expect.stringContaining(message) });
});

test('the plan from a stage says what is left as it is', async () => {
  await using fake = await startFakeEngine();
  const { devstack } = await stackOf(fake);
  await devstack('up', '-d', '--through', 'work it');
  const { out } = await devstack('plan', '--from', 'app');
  expect(out.replaceAll(/\s+/g, ' ')).toContain('keep: has completed, and comes before the stage');
});
