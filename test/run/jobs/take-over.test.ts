import { expect, test } from 'vitest';
import { usualPolicy } from '../../../src/run/up-policy.ts';
import { type FakeEngine, startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { containerOf } from '../support/stack.ts';
import { engineOf, planOf, play, playToEnd } from '../support/stage-play.ts';

const job = (script: string) => `
jobs: { migrate: { image: "busybox:1.36", command: [sh, -c, "${script}"] } }
`;

/** Leaves a job to itself in the middle, and resolves when it has ended. */
async function endAlone(fake: FakeEngine, text: string, end: () => void = () => undefined): Promise<void> {
  const first = play(engineOf(fake), await planOf(text));
  await first.saw('unit.running');
  first.run.send({ type: 'detach' });
  await first.run.done;
  end();
  await engineOf(fake).wait(containerOf(fake, 'migrate').id, AbortSignal.timeout(10_000)).exit;
}

const runs = (fake: FakeEngine): number => fake.requests.filter(({ path }) => path.endsWith('/start')).length;

test('a failure in the absence of devstack is told once, with its last lines, and then the job runs anew', async () => {
  await using fake = await startFakeEngine();
  const text = job('sleep 0.1; echo no such table; exit 3');
  await endAlone(fake, text);
  const { outcome } = await playToEnd(engineOf(fake), await planOf(text));
  const failure = { code: 'job-exit', evidence: { exitCode: 3, logs: ['no such table'] } };
  expect(outcome).toMatchObject({ kind: 'failed', failures: [{ failure }] });
  expect(runs(fake)).toBe(1);
  await playToEnd(engineOf(fake), await planOf(text));
  expect(runs(fake)).toBe(2);
});

test('a failure in the absence of devstack says nothing of a job that was changed since', async () => {
  await using fake = await startFakeEngine();
  await endAlone(fake, job('sleep 0.1; exit 3'));
  const { outcome } = await playToEnd(engineOf(fake), await planOf(job('sleep 0.1; exit 0')));
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(runs(fake)).toBe(2);
});

test('a job that was killed in the absence of devstack has not come to an end of its own, and runs again', async () => {
  await using fake = await startFakeEngine();
  const text = job('sleep 0.5');
  await endAlone(fake, text, () => containerOf(fake, 'migrate').signal('KILL', false));
  const { outcome } = await playToEnd(engineOf(fake), await planOf(text));
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(runs(fake)).toBe(2);
});

test('a job that is asked for again while it runs is followed, and not run twice', async () => {
  await using fake = await startFakeEngine();
  const text = job('sleep 0.5');
  const first = play(engineOf(fake), await planOf(text));
  await first.saw('unit.running');
  first.run.send({ type: 'detach' });
  await first.run.done;

  const policy = { ...usualPolicy, rerun: new Set(['migrate']) };
  const { events } = await playToEnd(engineOf(fake), await planOf(text), { policy });
  expect(events).toContainEqual(expect.objectContaining({ type: 'unit.running', adopted: true }));
  expect(runs(fake)).toBe(1);
});

test('a job that an interrupt has stopped runs again, whatever code it then ended with', async () => {
  await using fake = await startFakeEngine();
  const text = job('sleep 0.5');
  const first = play(engineOf(fake), await planOf(text));
  await first.saw('unit.running');
  first.run.send({ type: 'stop' });
  expect(await first.run.done).toMatchObject({ kind: 'stopped', complete: true });
  // As a program that takes a signal to stop for its end does.
  containerOf(fake, 'migrate').exitCode = 0;
  await playToEnd(engineOf(fake), await planOf(text));
  expect(runs(fake)).toBe(2);
});

test('a failure is told for what it is where it can not be written down any more', async () => {
  await using fake = await startFakeEngine();
  const { run, saw } = play(engineOf(fake), await planOf(job('sleep 0.3; exit 3')));
  await saw('unit.running');
  fake.inject({ match: /PUT .*archive/, effect: { kind: 'refuse', status: 500, message: 'no space' }, times: 1_000 });
  expect(await run.done).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'job-exit' } }] });
  expect(await saw('warning')).toMatchObject({ message: expect.stringContaining('how job "migrate" ended') });
});
