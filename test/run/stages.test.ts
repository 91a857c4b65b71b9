import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { engineOf, planOf, play, playToEnd } from './support/stage-play.ts';

const slow = (extra = '') =>
  `{ image: "busybox:1.36", command: [sh, -c, "sleep 0.1; echo up > /tmp/up; sleep infinity"], ready: { exec: [cat, /tmp/up] }, ${extra} }`;

/** The most instances that were on their way at once. */
function mostAtOnce(events: readonly Event[]): number {
  let [now, most] = [0, 0];
  for (const { type } of events) {
    if (type === 'unit.starting') now++;
    if (type === 'unit.ready') now--;
    most = Math.max(most, now);
  }
  return most;
}

describe('a stage that lets only so many begin at once', () => {
  test('has no more than that on their way, and all of them come up', async () => {
    await using fake = await startFakeEngine();
    const units = ['a', 'b', 'c', 'd', 'e'].map((name) => `  ${name}: ${slow('stage: one')}`).join('\n');
    const plan = await planOf(`stages: [{ name: one, parallel: 2 }]\nservices:\n${units}`);
    const { outcome, events } = await playToEnd(engineOf(fake), plan);
    expect(outcome).toEqual({ kind: 'ready', changed: true });
    expect(mostAtOnce(events)).toBe(2);
  });

  test('tells those that wait for their turn', async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(
      `stages: [{ name: one, parallel: 1 }]\nservices:\n  a: ${slow('stage: one')}\n  b: ${slow('stage: one')}`,
    );
    const { run, saw } = play(engineOf(fake), plan);
    expect(await saw('unit.held', 'b')).toMatchObject({ holds: [{ kind: 'capacity' }] });
    expect(await run.done).toMatchObject({ kind: 'ready' });
  });
});

describe('stages that do not wait for each other', () => {
  test('begin at once, and what depends on something waits for that alone', async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
stages: [one, two]
barrier: eager
services:
  slow: ${slow('stage: one')}
  db: ${slow('stage: one')}
  quick: { image: "busybox:1.36", command: [sleep, infinity], stage: two }
  api: ${slow('stage: two, depends_on: [db]')}
`);
    const { outcome, order, events } = await playToEnd(engineOf(fake), plan);
    expect(outcome).toEqual({ kind: 'ready', changed: true });
    expect(order('unit.ready')[0]).toBe('quick');
    expect(order('unit.started').indexOf('api')).toBeGreaterThan(order('unit.started').indexOf('db'));
    const finished = events.flatMap((event) => (event.type === 'stage.finished' ? [event.stage] : []));
    expect(finished.toSorted()).toEqual(['one', 'two']);
  });
});
