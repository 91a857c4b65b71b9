import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { makeHost } from '../../../src/cli/host.ts';
import { openEngine } from '../../../src/cli/open-engine.ts';
import { identityOf, isAlive } from '../../../src/engine/process/identity.ts';
import { random } from '../../plan/random.ts';
import { devstack } from '../support/devstack.ts';
import { containersOf } from '../support/engine.ts';
import { manifestFolder, testProject } from '../support/project.ts';
import { withEngine } from '../support/with-engine.ts';
import { processesAbout, processesOf } from './processes.ts';
import { stackUnderTest } from './stack-under-test.ts';

const text = `
services:
  web:
    image: busybox:1.36
    init: true
    command: ["sh", "-c", "mkdir /w; exec httpd -f -p 8000 -h /w"]
    volumes: ["data:/data"]
    ready: { tcp: { port: 8000 } }
jobs:
  seed: { image: "busybox:1.36", command: ["true"], depends_on: [web] }
volumes: { data: {} }
`;

/** Who is killed, in every way of one and of two of them. */
const victims = [
  ['devstack'],
  ['command'],
  ['reaper'],
  ['devstack', 'reaper'],
  ['devstack', 'command'],
  ['command', 'reaper'],
] as const;

const rounds = Number(process.env.DEVSTACK_KILL_ROUNDS ?? victims.length);
/** Longer than a stack takes to be there and its command to run, ms. */
const span = 4_000;

withEngine(
  `${rounds} kills of devstack, of its command, of its reaper and of two of them, at any moment, leave nothing behind`,
  { timeout: 60_000 + rounds * 30_000 },
  async () => {
    const seed = Number(process.env.DEVSTACK_KILL_SEED ?? Date.now() % 100_000);
    const next = random(seed);
    const [stack, other] = await Promise.all([stackUnderTest(text), stackUnderTest(text)]);
    const kept = await other.test('--keep', '--', 'sh', '-c', 'echo $DEVSTACK_PROJECT').ended;
    const keptProject = kept.stdout.trim();
    const before = await containersOf(keptProject);

    for (let round = 0; round < rounds; round++) {
      const who = victims[round % victims.length] ?? [];
      const running = stack.test('--', 'sh', '-c', 'sleep 1');
      const devstackPid = running.child.pid ?? 0;
      const after = Math.round(next() * span);
      await sleep(after);
      const pids = { devstack: devstackPid, ...processesOf(devstackPid) };
      for (const one of who) if (pids[one] !== undefined && running.child.exitCode === null) kill(pids[one]);
      await running.ended;
    }
    await stack.test('--', 'true').ended;

    // A reaper that was left to itself may be about it still.
    await expect.poll(() => stack.left(), { message: `seed ${seed}` }).toEqual([]);
    await expect.poll(() => processesAbout(`${stack.project}-t-`), { message: `seed ${seed}` }).toEqual([]);
    expect(await containersOf(keptProject)).toEqual(before);
    await devstack(['-p', keptProject, 'down', '-v']);
    expect(await other.left()).toEqual([]);
  },
);

/** It may have ended by itself just now. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Then it is gone, as was wanted.
  }
}

withEngine('what is left of a test that was killed with its reaper goes with the next "up", of whatever', async () => {
  const stack = await stackUnderTest(text);
  const running = stack.test('--', 'sh', '-c', 'echo running; sleep 3600');
  await running.wrote('running');
  const pid = running.child.pid ?? 0;
  const { reaper, command } = processesOf(pid);
  assert(reaper !== undefined && command !== undefined);
  kill(reaper);
  kill(pid);
  await once(running.child, 'exit');
  const folder = await manifestFolder(
    'services: { one: { image: "busybox:1.36", init: true, command: ["sleep", "3600"] } }',
  );
  const { stderr } = await devstack(['up', '-d', '-f', folder, '-p', testProject()]);
  expect(stderr).toMatch(
    new RegExp(`note: removed "${stack.project}-t-[0-9a-f]{8}", which a test that was killed had left`),
  );
  expect(isAlive(identityOf(command), process)).toBe(false);
  // Every devstack of this machine looks for such a stack, and another may be about it still.
  await expect.poll(() => stack.left()).toEqual([]);
});

withEngine('the lock of a stack that went while one who was killed was about to remove it goes too', async () => {
  const stack = await stackUnderTest(text);
  const engine = await openEngine({ host: makeHost(process) });
  const { pid = 0 } = spawnSync('true');
  const holder = { command: 'test', host: hostname(), process: { ...identityOf(process.pid), pid }, since: Date.now() };
  await engine.lock(`${stack.project}-t-00000000`).acquire(holder, AbortSignal.timeout(10_000));
  engine.close();
  expect(await stack.left()).toEqual([`${stack.project}-t-00000000_devstack_lock`]);
  await stack.test('--', 'true').ended;
  expect(await stack.left()).toEqual([]);
});

withEngine('of a test with --keep that is killed the stack stays, and its command ends', async () => {
  const stack = await stackUnderTest(text);
  const running = stack.test('--keep', '--', 'sh', '-c', 'echo running in $DEVSTACK_PROJECT.; sleep 3600');
  await running.wrote('running in');
  const pid = running.child.pid ?? 0;
  await expect.poll(() => processesOf(pid)).toMatchObject({ reaper: expect.any(Number), command: expect.any(Number) });
  const command = identityOf(processesOf(pid).command ?? 0);
  const before = await stack.left();
  kill(pid);
  const { stdout } = await running.ended;
  await expect.poll(() => isAlive(command, process)).toBe(false);
  await expect.poll(() => processesAbout(`${stack.project}-t-`)).toEqual([]);
  expect(await stack.left()).toEqual(before);
  const [, project = ''] = /running in (.*)\./.exec(stdout) ?? [];
  await devstack(['-p', project, 'down', '-v']);
  expect(await stack.left()).toEqual([]);
});
