import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { type FakeEngine, startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { containerOf, lasting } from './support/stack.ts';
import { engineOf, planOf, play, playToEnd } from './support/stage-play.ts';

const slow = (extra = '') =>
  `{ image: "busybox:1.36", command: [sh, -c, "sleep 0.1; echo up > /tmp/up; sleep infinity"], ready: { exec: [cat, /tmp/up] }, ${extra} }`;

const unlessUp = (extra: string) => lasting(`ready: { exec: [cat, /tmp/up] }, ${extra}`);
const bringUp = (fake: FakeEngine, unit: string) =>
  fake.state.filesOf(containerOf(fake, unit)).set('/tmp/up', { kind: 'file', mode: 0o644, content: Buffer.from('up') });

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
  slow: ${unlessUp('stage: one')}
  db: ${unlessUp('stage: one')}
  quick: { image: "busybox:1.36", command: [sleep, infinity], stage: two }
  api: ${slow('stage: two, depends_on: [db]')}
`);
    const { run, saw, order, events } = play(engineOf(fake), plan);
    await Promise.all([saw('unit.probe', 'slow'), saw('unit.probe', 'db'), saw('unit.ready', 'quick')]);
    expect(order('unit.ready')).toEqual(['quick']);
    expect(order('unit.started')).not.toContain('api');
    bringUp(fake, 'db');
    await saw('unit.ready', 'api');
    bringUp(fake, 'slow');
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
    const finished = events.flatMap((event) => (event.type === 'stage.finished' ? [event.stage] : []));
    expect(finished.toSorted()).toEqual(['one', 'two']);
  });
});
