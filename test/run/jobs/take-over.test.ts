import { expect, test } from 'vitest';
import type { UpOptions } from '../../../src/run/up.ts';
import { usualPolicy } from '../../../src/run/up-policy.ts';
import type { FakeContainer } from '../../engine/fake-engine/fake-container.ts';
import { type FakeEngine, startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { containerOf } from '../support/stack.ts';
import { engineOf, planOf, play, playToEnd } from '../support/stage-play.ts';

const job = (script: string) => `
jobs: { migrate: { image: "busybox:1.36", command: [sh, -c, "${script}"] } }
`;

/** Leaves a job to itself in the middle. */
async function leave(fake: FakeEngine, text: string): Promise<void> {
  const first = play(engineOf(fake), await planOf(text));
  await first.saw('unit.running');
  first.run.send({ type: 'detach' });
  await first.run.done;
}

/** Leaves a job to itself in the middle, and resolves when it has ended. */
async function endAlone(fake: FakeEngine, text: string, end: (job: FakeContainer) => void): Promise<void> {
  await leave(fake, text);
  const job = containerOf(fake, 'migrate');
  end(job);
  await engineOf(fake).wait(job.id, AbortSignal.timeout(10_000)).exit;
}

/** A run whose job ends well as soon as it is seen to run. */
async function playThrough(fake: FakeEngine, text: string, options: Partial<UpOptions> = {}) {
  const { run, saw, events } = play(engineOf(fake), await planOf(text), options);
  await saw('unit.running');
  containerOf(fake, 'migrate').end(0);
  return { outcome: await run.done, events };
}

const lasting = job('sleep infinity');

const runs = (fake: FakeEngine): number => fake.requests.filter(({ path }) => path.endsWith('/start')).length;

test('a failure in the absence of devstack is told once, with its last lines, and then the job runs anew', async () => {
  await using fake = await startFakeEngine();
  const text = job('echo no such table; sleep infinity');
  await endAlone(fake, text, (job) => job.end(3));
  const { outcome } = await playToEnd(engineOf(fake), await planOf(text));
  const failure = { code: 'job-exit', evidence: { exitCode: 3, logs: ['no such table'] } };
  expect(outcome).toMatchObject({ kind: 'failed', failures: [{ failure }] });
  expect(runs(fake)).toBe(1);
  await playThrough(fake, text);
  expect(runs(fake)).toBe(2);
});

test('a failure in the absence of devstack says nothing of a job that was changed since', async () => {
  await using fake = await startFakeEngine();
  await endAlone(fake, lasting, (job) => job.end(3));
  const { outcome } = await playToEnd(engineOf(fake), await planOf(job('exit 0')));
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(runs(fake)).toBe(2);
});

test('a job that was killed in the absence of devstack has not come to an end of its own, and runs again', async () => {
  await using fake = await startFakeEngine();
  await endAlone(fake, lasting, (job) => job.signal('KILL', false));
  const { outcome } = await playThrough(fake, lasting);
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(runs(fake)).toBe(2);
});

test('a job that is asked for again while it runs is followed, and not run twice', async () => {
  await using fake = await startFakeEngine();
  await leave(fake, lasting);
  const policy = { ...usualPolicy, rerun: new Set(['migrate']) };
  const { events } = await playThrough(fake, lasting, { policy });
  expect(events).toContainEqual(expect.objectContaining({ type: 'unit.running', adopted: true }));
  expect(runs(fake)).toBe(1);
});

test('a job that an interrupt has stopped runs again, whatever code it then ended with', async () => {
  await using fake = await startFakeEngine();
  const first = play(engineOf(fake), await planOf(lasting));
  await first.saw('unit.running');
  first.run.send({ type: 'stop' });
  expect(await first.run.done).toMatchObject({ kind: 'stopped', complete: true });
  // As a program that takes a signal to stop for its end does.
  containerOf(fake, 'migrate').exitCode = 0;
  await playThrough(fake, lasting);
  expect(runs(fake)).toBe(2);
});

test('a failure is told for what it is where it can not be written down any more', async () => {
  await using fake = await startFakeEngine();
  const { run, saw } = play(engineOf(fake), await planOf(lasting));
  await saw('unit.running');
  fake.inject({ match: /PUT .*archive/, effect: { kind: 'refuse', status: 500, message: 'no space' }, times: 1_000 });
  containerOf(fake, 'migrate').end(3);
  expect(await run.done).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'job-exit' } }] });
  expect(await saw('warning')).toMatchObject({ message: expect.stringContaining('how job "migrate" ended') });
});
