import { expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { unitOf } from '../../src/core/unit-state.ts';
import { type FakeEngine, startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { containerOf, lasting, requestsOf } from './support/stack.ts';
import { engineOf, type Play, planOf, play, playToEnd } from './support/stage-play.ts';

const job = (seconds: string, extra = '') =>
  `{ image: "busybox:1.36", command: [sh, -c, "sleep ${seconds}"], depends_on: [db], ${extra} }`;

const two = (first: string, second: string) => `
services: { db: ${lasting()} }
jobs:
  first: ${first}
  second: ${second}
`;

/** What of jobs began and ended, in order. */
const story = (events: readonly Event[]): readonly string[] =>
  events.flatMap((event) =>
    event.type === 'unit.running' || event.type === 'unit.completed' ? [`${event.type} ${unitOf(event.instance)}`] : [],
  );

const oneAfterTheOther = ['unit.running first', 'unit.completed first', 'unit.running second', 'unit.completed second'];

test('jobs on the same data run one after the other, and the second says for whom it waits', async () => {
  await using fake = await startFakeEngine();
  const { outcome, events } = await playToEnd(engineOf(fake), await planOf(two(job('0.1'), job('0.1'))));
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(story(events)).toEqual(oneAfterTheOther);
  const held = events.findLast((event) => event.type === 'unit.held' && event.instance === 'second#1');
  expect(held).toMatchObject({ holds: [{ kind: 'data', unit: 'first' }] });
});

test('jobs on different data run at the same time', async () => {
  await using fake = await startFakeEngine();
  const { run, saw } = play(engineOf(fake), await planOf(two(job('infinity'), job('infinity', 'state: []'))));
  await Promise.all([saw('unit.running', 'first'), saw('unit.running', 'second')]);
  run.send({ type: 'stop' });
  await run.done;
});

test('a job whose sibling on the same data may fail begins once it has', async () => {
  await using fake = await startFakeEngine();
  const failing = job('0.1', 'allow_failure: true').replace('sleep 0.1', 'exit 3');
  const { outcome, events } = await playToEnd(engineOf(fake), await planOf(two(failing, job('0.1'))));
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(story(events)).toEqual(oneAfterTheOther);
});

const heldBy = (unit: string) => expect.arrayContaining([{ kind: 'data', unit }]);

/** Leaves a job at work, as a devstack that was killed does. */
async function leaveAtWork(fake: FakeEngine, text: string, unit: string): Promise<Play> {
  const killed = play(engineOf(fake), await planOf(text));
  await killed.saw('unit.running', unit);
  killed.run.send({ type: 'detach' });
  await killed.run.done;
  return killed;
}

test('a job that still runs from before goes on, and the other on its data waits though it is the first', async () => {
  await using fake = await startFakeEngine();
  await leaveAtWork(fake, two(job('0', 'skip: true'), job('infinity')), 'second');
  const next = play(engineOf(fake), await planOf(two(job('0.1'), job('infinity'))));
  expect(await next.saw('unit.held', 'first')).toMatchObject({ holds: heldBy('second') });
  containerOf(fake, 'second').end(0);
  expect(await next.run.done).toEqual({ kind: 'ready', changed: true });
  expect(story(next.events).slice(-2)).toEqual(['unit.running first', 'unit.completed first']);
});

test('a job waits for one on its data that an earlier run has left at work, also where that is not wanted now', async () => {
  await using fake = await startFakeEngine();
  await leaveAtWork(fake, two(job('infinity'), job('0', 'skip: true')), 'first');
  const next = play(engineOf(fake), await planOf(two(job('infinity', 'skip: true'), job('0.1'))));
  expect(await next.saw('unit.held', 'second')).toMatchObject({ holds: heldBy('first') });
  expect(requestsOf(fake, /start$/)).toHaveLength(2);
  containerOf(fake, 'first').signal('KILL', true);
  expect(await next.run.done).toEqual({ kind: 'ready', changed: true });
  expect(story(next.events)).toEqual(['unit.running second', 'unit.completed second']);
});
