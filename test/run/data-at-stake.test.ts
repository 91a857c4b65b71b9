import { expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { containerOf, lasting } from './support/stack.ts';
import { engineOf, planOf, playToEnd } from './support/stage-play.ts';

const stack = (db: string) => `
services:
  db: ${lasting(db)}
  cache: ${lasting()}
volumes: { rows: {} }
jobs:
  seed: { image: "busybox:1.36", command: [sh, -c, "true"], depends_on: [db] }
  warm: { image: "busybox:1.36", command: [sh, -c, "true"], state: [cache], depends_on: [cache] }
`;

/** What was planned for a job, and what came of it. */
function storyOf(events: readonly Event[], job: string) {
  const planned = events.find((event) => event.type === 'run.planned');
  const step = planned?.steps.find(({ instance }) => instance === `${job}#1`);
  const done = events.findLast((event) => event.type === 'unit.completed' && event.instance === `${job}#1`);
  return { action: step?.action, cause: step?.cause, by: done?.type === 'unit.completed' ? done.by : undefined };
}

test.each([
  ['in its container alone', '', 'environment: { A: b }', { action: 'run', by: 'run' }],
  [
    'in a named volume',
    'volumes: ["rows:/data"]',
    'volumes: ["rows:/data"], environment: { A: b }',
    { action: 'keep' },
  ],
  ['in memory', 'tmpfs: [/data]', 'tmpfs: [/data], environment: { A: b }', { action: 'run', by: 'run' }],
])('a service with its data %s is made anew, and its job does what its plan says', async (_, before, after, told) => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(stack(before)));
  const { events } = await playToEnd(engine, await planOf(stack(after)));
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'run.planned',
      steps: expect.arrayContaining([expect.objectContaining({ instance: 'db#1', action: 'recreate' })]),
    }),
  );
  expect(storyOf(events, 'seed')).toMatchObject(told);
  expect(storyOf(events, 'warm')).toMatchObject({ action: 'keep' });
});

test('a service that was stopped and keeps its data in memory has its job run again, as planned', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const text = stack('tmpfs: [/data]');
  await playToEnd(engine, await planOf(text));
  await engine.stop(containerOf(fake, 'db').id, AbortSignal.timeout(10_000));
  const { events } = await playToEnd(engine, await planOf(text));
  expect(storyOf(events, 'seed')).toMatchObject({ action: 'run', cause: expect.stringContaining('db'), by: 'run' });
});
