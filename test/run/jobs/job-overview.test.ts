import { expect, test } from 'vitest';
import { jobOverview } from '../../../src/run/jobs/job-overview.ts';
import { usualPolicy } from '../../../src/run/up-policy.ts';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { engineOf, planOf, playToEnd } from '../support/stage-play.ts';

const job = (more = '', command = 'echo {"A":{"value":1}} > /devstack-output/outputs.json') => `
jobs:
  seed: { image: "busybox:1.36", command: [sh, -c, '${command}'], ${more} }
`;

async function overviewOf(engine: ReturnType<typeof engineOf>, text: string) {
  const plan = await planOf(text);
  const [found] = await jobOverview(
    { engine, plan, unitNames: new Set(plan.units.keys()) },
    new AbortController().signal,
  );
  return found;
}

test('a job that never ran would run', async () => {
  await using fake = await startFakeEngine();
  expect(await overviewOf(engineOf(fake), job())).toMatchObject({
    last: { kind: 'never' },
    next: { runs: true, cause: 'has not completed yet' },
  });
});

test('of a job that is done it is known when, what it passed on, and what would make it run again', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(job()));
  const last = { kind: 'completed', at: expect.any(Number), durationMs: expect.any(Number), outputs: ['A'] };
  expect(await overviewOf(engine, job())).toMatchObject({ last, next: { runs: false } });
  expect(await overviewOf(engine, job('environment: { B: two }'))).toMatchObject({
    last,
    next: { runs: true, cause: 'environment: B added' },
  });
});

test('of a job that failed since it was done the failure is the last run', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(job()));
  await playToEnd(engine, await planOf(job('', 'exit 4')));
  expect(await overviewOf(engine, job())).toMatchObject({ last: { kind: 'failed', exitCode: 4 } });
});

test('a job whose unusable outputs were allowed has run, and would run again', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const text = job('allow_failure: true', 'echo nonsense > /devstack-output/outputs.json');
  await playToEnd(engine, await planOf(text));
  expect(await overviewOf(engine, text)).toMatchObject({
    last: { kind: 'uncounted', at: expect.any(Number) },
    next: { runs: true },
  });
});

test('a job that is to run whatever is remembered runs, and is not done when that fails', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const policy = { ...usualPolicy, rerun: new Set(['seed']) };
  await playToEnd(engine, await planOf(job()));
  const { events } = await playToEnd(engine, await planOf(job()), { policy });
  const steps = [{ instance: 'seed#1', action: 'run', cause: 'asked for' }];
  expect(events).toContainEqual(expect.objectContaining({ type: 'run.planned', steps }));
  expect(events).toContainEqual(expect.objectContaining({ type: 'unit.completed', by: 'run' }));
  await playToEnd(engine, await planOf(job('', 'exit 4')), { policy });
  expect(await overviewOf(engine, job())).toMatchObject({ next: { runs: true, cause: 'has not completed yet' } });
});
