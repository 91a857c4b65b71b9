import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { type FakeEngine, startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { testShell } from './support/test-shell.ts';

const secret = 'tok3n-sup3r-s3cret';

const manifest = `
name: play
jobs:
  seed:
    image: busybox:1.36
    command: [sh, -c, 'echo {"TOKEN":{"value":"${secret}","sensitive":true},"n":{"value":3}} > /devstack-output/outputs.json; echo sown']
    inputs: [db/*.sql]
  report: { image: "busybox:1.36", command: [sh, -c, "echo told"], schedule: "0 3 * * *" }
  broken: { image: "busybox:1.36", command: [sh, -c, "exit 7"], skip: true, lifecycle: { delete: [echo, gone] } }
services:
  web: { image: "busybox:1.36", command: [sh, -c, "sleep infinity"] }
`;

/** Runs `devstack job …` in a folder with the manifest. */
async function jobsOf(fake: FakeEngine) {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-jobs-'));
  await writeFile(join(folder, 'devstack.yaml'), manifest);
  const job = async (...args: readonly string[]) => {
    const shell = testShell({ folder, environment: { DOCKER_HOST: `unix://${fake.socket}` } });
    return { code: await runCommandLine(['job', ...args], shell), ...shell.written };
  };
  return { folder, job };
}

test('a job runs by name, shows what it writes, and is skipped until it is forced', async () => {
  await using fake = await startFakeEngine();
  const { job } = await jobsOf(fake);
  expect(await job('run', 'seed')).toMatchObject({ code: 0, out: expect.stringContaining('│ sown') });
  expect(await job('run', 'seed')).toMatchObject({ code: 0, out: expect.stringContaining('nothing changed') });
  expect(await job('run', 'seed', '--force')).toMatchObject({ code: 0, out: expect.stringContaining('│ sown') });
  expect(await job('run', 'report')).toMatchObject({ code: 0, out: expect.stringContaining('│ told') });
  expect(await job('run', 'broken')).toMatchObject({ code: 5 });
});

test('the list tells how each job ran last and what comes next', async () => {
  await using fake = await startFakeEngine();
  const { job, folder } = await jobsOf(fake);
  await job('run', 'seed');
  await job('run', 'broken');
  const { out } = await job('list');
  expect(out).toMatch(/^JOB +RUN +EVENTS +LAST RUN +TOOK +NEXT UP$/m);
  expect(out).toMatch(/^seed +changed +start +\S+ ago +\S+ +skipped: nothing changed since it last ran$/m);
  expect(out).toMatch(/^report +changed +start +never +- +left out: runs by name only, meant for 0 3 \* \* \*$/m);
  expect(out).toMatch(/^broken +changed +start, delete +exit 7, \S+ ago +\S+ +left out: "skip" is set$/m);
  await writeFile(join(folder, 'devstack.yaml'), manifest.replace('db/*.sql', './*.yaml'));
  const { out: json } = await job('list', '--json');
  expect(JSON.parse(json)).toContainEqual(
    expect.objectContaining({
      name: 'seed',
      last: { kind: 'completed', at: expect.any(Number), durationMs: expect.any(Number), outputs: ['TOKEN', 'N'] },
      next: { runs: true, cause: 'inputs: devstack.yaml added' },
    }),
  );
});

test('outputs are printed, sensitive ones only where that is asked for', async () => {
  await using fake = await startFakeEngine();
  const { job } = await jobsOf(fake);
  expect(await job('outputs', 'seed')).toMatchObject({
    code: 2,
    err: expect.stringContaining('devstack job run seed'),
  });
  await job('run', 'seed');
  expect(await job('outputs', 'seed')).toMatchObject({ code: 0, out: 'TOKEN=••••\nN=3\n' });
  expect(await job('outputs', 'seed', '--reveal')).toMatchObject({ out: `TOKEN=${secret}\nN=3\n` });
  expect(JSON.parse((await job('outputs', 'seed', '--json')).out)).toEqual({
    TOKEN: { value: '••••', sensitive: true },
    N: { value: '3', sensitive: false },
  });
});

test('the log of a job is printed', async () => {
  await using fake = await startFakeEngine();
  const { job } = await jobsOf(fake);
  await job('run', 'seed');
  expect(await job('logs', 'seed', '--no-log-prefix')).toMatchObject({ code: 0, out: 'sown\n' });
});

test.each([['run'], ['logs'], ['outputs']])(
  '"job %s" takes no service and nothing that is not there',
  async (command) => {
    await using fake = await startFakeEngine();
    const { job } = await jobsOf(fake);
    expect(await job(command, 'web')).toMatchObject({ code: 2, err: expect.stringContaining('"web" is a service') });
    expect(await job(command, 'sed')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "seed"') });
  },
);

test.each([
  ['has failed', 'exit 7', 'A'],
  ['has written what can not be used', 'exit 0', '1a'],
])('what a job passes on as sensitive stays hidden in its log, also where it %s', async (_, end, name) => {
  await using fake = await startFakeEngine();
  const { folder, job } = await jobsOf(fake);
  const write = `echo {"${name}":{"value":"${secret}","sensitive":true}} > /devstack-output/outputs.json`;
  const leaky = `jobs: { leaky: { image: "busybox:1.36", command: [sh, -c, 'echo got ${secret}; ${write}; ${end}'] } }`;
  await writeFile(join(folder, 'devstack.yaml'), `name: play\n${leaky}`);
  expect(await job('run', 'leaky')).toMatchObject({ code: 5 });
  expect(await job('logs', 'leaky')).toMatchObject({ code: 0, out: expect.stringContaining('got ••••') });
});
