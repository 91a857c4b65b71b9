import { expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { playDown, playStop } from './support/down-play.ts';
import { lasting } from './support/stack.ts';
import { engineOf, planOf, playToEnd } from './support/stage-play.ts';

const stack = `services: { db: ${lasting()}, api: ${lasting('depends_on: [db]')} }`;

/** An engine that has still to do with a container when its processes are gone, until it is let through. */
function slowlyStopping(engine: Engine) {
  const done: string[] = [];
  const stops: { readonly empty: () => void; readonly settle: (error?: Error) => void }[] = [];
  const stop: Engine['stop'] = async (handle, signal, graceMs, onEmpty) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    stops.push({
      empty: () => onEmpty?.(),
      settle: (error) => (error === undefined ? resolve() : reject(error)),
    });
    await promise;
    await engine.stop(handle, signal, graceMs);
  };
  const remove: Engine['remove'] = async (...args) => {
    done.push('remove');
    await engine.remove(...args);
  };
  const removeNetwork: Engine['removeNetwork'] = async (...args) => {
    done.push('remove network');
    await engine.removeNetwork(...args);
  };
  return { engine: { ...engine, stop, remove, removeNetwork }, stops, done };
}

async function upSlowlyStopping(text = stack) {
  const fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(text));
  return { ...slowlyStopping(engine), [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose]() };
}

test('what a unit needs is stopped the moment that none of its processes is left', async () => {
  await using play = await upSlowlyStopping();
  const { done, events } = playStop(play.engine);
  await expect.poll(() => play.stops.length).toBe(1);
  play.stops[0]?.empty();
  await expect.poll(() => play.stops.length).toBe(2);
  const told = events.flatMap((event) => ('instance' in event ? [`${event.type} ${event.instance}`] : []));
  expect(told).toEqual(['unit.stopping api#1', 'unit.stopped api#1', 'unit.stopping db#1']);
  for (const { settle } of play.stops) settle();
  expect(await done).toMatchObject({ complete: true });
});

test('stages that order nothing on the way up order nothing on the way down', async () => {
  const staged = (barrier: string) =>
    `barrier: ${barrier}\nstages: [one, two]\nservices: { db: ${lasting('stage: one')}, api: ${lasting('stage: two')} }`;
  await using eager = await upSlowlyStopping(staged('eager'));
  await using strict = await upSlowlyStopping(staged('strict'));
  const runs = [eager, strict].map(({ engine }) => playStop(engine));
  await expect.poll(() => eager.stops.length).toBe(2);
  await expect.poll(() => strict.stops.length).toBe(1);
  strict.stops[0]?.settle();
  await expect.poll(() => strict.stops.length).toBe(2);
  for (const { settle } of [...eager.stops, ...strict.stops]) settle();
  for (const { done } of runs) expect(await done).toMatchObject({ complete: true });
});

test('a container is removed when the engine is through with it, and its network when that is so of all', async () => {
  await using play = await upSlowlyStopping();
  const { done } = playDown(play.engine);
  await expect.poll(() => play.stops.length).toBe(1);
  play.stops[0]?.empty();
  await expect.poll(() => play.stops.length).toBe(2);
  play.stops[1]?.empty();
  play.stops[1]?.settle();
  await expect.poll(() => play.done).toEqual(['remove']);
  play.stops[0]?.settle();
  expect(await done).toMatchObject({ complete: true });
  expect(play.done.toSorted()).toEqual(['remove', 'remove', 'remove network']);
});

test.each([
  ['down', playDown, 'the container of "api" could not be removed: it hangs'],
  ['stop', playStop, '"api" could not be stopped: it hangs'],
])(
  'a container that %s can not end is told, and stays, also where its processes are gone',
  async (_, play, message) => {
    await using stack = await upSlowlyStopping();
    const { done, events } = play(stack.engine);
    await expect.poll(() => stack.stops.length).toBe(1);
    stack.stops[0]?.empty();
    await expect.poll(() => stack.stops.length).toBe(2);
    stack.stops[0]?.settle(new Error('it hangs'));
    stack.stops[1]?.settle();
    expect(await done).toMatchObject({ complete: false });
    expect(events.filter(({ type }) => type === 'warning')).toEqual([expect.objectContaining({ message })]);
    expect(stack.done).not.toContain('remove network');
  },
);
