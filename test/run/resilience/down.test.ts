import { expect, test } from 'vitest';
import { type FakeEngine, startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { playDown } from '../support/down-play.ts';
import { lasting, requestsOf } from '../support/stack.ts';
import { engineOf, planOf, playToEnd } from '../support/stage-play.ts';

/** Longest that a test may take, ms. */
const bound = 60_000;

const stack = `services: { db: ${lasting()}, api: ${lasting('depends_on: [db]')}, web: ${lasting('depends_on: [api]')} }`;

const withVolume = `services: { db: ${lasting('volumes: ["data:/data"]')} }\nvolumes: { data: {} }`;

const volumeRemoval = /DELETE .*\/volumes\/play_data/;

async function withStack(): Promise<FakeEngine> {
  const fake = await startFakeEngine();
  await playToEnd(engineOf(fake), await planOf(stack));
  return fake;
}

const left = ({ state }: FakeEngine) => [...state.containers.values()].map(({ name }) => name);

test(
  'an engine that restarts while units are taken down leaves nothing behind',
  async () => {
    await using fake = await withStack();
    fake.inject({ match: /POST .*\/stop/, effect: { kind: 'hang' } });
    const { done } = playDown(engineOf(fake));
    await expect.poll(() => requestsOf(fake, /POST .*\/stop/).length).toBe(1);
    await fake.goAway();
    await fake.comeBack();
    expect(await done).toEqual({ kind: 'stopped', wasReady: true, complete: true });
    expect(left(fake)).toEqual([]);
    expect(fake.state.networks.size).toBe(0);
  },
  bound,
);

test.each([
  ['a stop', /POST .*\/stop/, { kind: 'lose-answer' }],
  ['a removal', /DELETE \/containers/, { kind: 'lose-answer' }],
  ['a removal that it refuses at times', /DELETE \/containers/, { kind: 'refuse', status: 500, message: 'oops' }],
  ['a network', 'DELETE /networks', { kind: 'lose-answer' }],
  ['a volume', 'DELETE /volumes', { kind: 'lose-answer' }],
] as const)(
  'what the engine could not answer for is asked for again: %s',
  async (_, match, effect) => {
    await using fake = await withStack();
    const fault = fake.inject({ match, effect });
    const { done, events } = playDown(engineOf(fake));
    expect(await done).toMatchObject({ complete: true });
    expect(fault.left).toBe(0);
    expect(left(fake)).toEqual([]);
    expect(events.filter(({ type }) => type === 'warning')).toEqual([]);
  },
  bound,
);

test(
  'a container that can not be removed is told in plain words, and what does not need it goes all the same',
  async () => {
    await using fake = await startFakeEngine();
    await playToEnd(engineOf(fake), await planOf(`services: { db: ${lasting()}, web: ${lasting()} }`));
    const id = fake.state.find('play-db-1')?.id;
    fake.inject({
      match: `DELETE /containers/${id}`,
      effect: { kind: 'refuse', status: 500, message: 'driver "overlay2" failed' },
      times: 9,
    });
    const { done, events } = playDown(engineOf(fake));
    expect(await done).toMatchObject({ complete: false });
    expect(left(fake)).toContain('play-db-1');
    expect(left(fake)).not.toContain('play-web-1');
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'warning', message: expect.stringContaining('container of "db" could not be') }),
    );
    expect(JSON.stringify(events)).not.toMatch(/HTTP code/);
  },
  bound,
);

test(
  'a container that someone else removes in the middle is no failure',
  async () => {
    await using fake = await withStack();
    const gone = Promise.withResolvers<void>();
    fake.inject({ match: /POST .*\/stop/, effect: { kind: 'hold', until: gone.promise } });
    const { done } = playDown(engineOf(fake));
    await expect.poll(() => requestsOf(fake, /POST .*\/stop/).length).toBe(1);
    for (const container of [...fake.state.containers.values()]) {
      if (container.body.Labels?.['devstack.unit'] !== undefined) fake.state.remove(container);
    }
    gone.resolve();
    expect(await done).toMatchObject({ complete: true });
  },
  bound,
);

test(
  'what a unit needs stops as soon as that unit has stopped, however long its removal takes',
  async () => {
    await using fake = await withStack();
    const web = fake.state.find('play-web-1')?.id;
    const release = Promise.withResolvers<void>();
    fake.inject({ match: `DELETE /containers/${web}`, effect: { kind: 'hold', until: release.promise } });
    const { done, events } = playDown(engineOf(fake));
    const told = () => events.map((event) => `${event.type} ${'instance' in event ? event.instance : ''}`.trim());
    await expect.poll(told).toContain('unit.stopped db#1');
    release.resolve();
    expect(await done).toMatchObject({ complete: true });
    const inTurn = ['unit.stopped web#1', 'unit.stopping api#1', 'unit.stopping db#1', 'unit.removed web#1'];
    expect(told().filter((one) => inTurn.includes(one))).toEqual(inTurn);
  },
  bound,
);

test(
  'networks go as soon as all has stopped, and volumes when all is removed',
  async () => {
    await using fake = await startFakeEngine();
    await playToEnd(engineOf(fake), await planOf(withVolume));
    const release = Promise.withResolvers<void>();
    const db = fake.state.find('play-db-1')?.id;
    fake.inject({ match: `DELETE /containers/${db}`, effect: { kind: 'hold', until: release.promise } });
    const { done, events } = playDown(engineOf(fake));
    await expect.poll(() => fake.state.networks.size).toBe(0);
    expect(left(fake)).toContain('play-db-1');
    release.resolve();
    expect(await done).toMatchObject({ complete: true });
    const order = events.map(({ type }) => type).filter((type) => type.endsWith('.removed'));
    expect(order).toEqual(['network.removed', 'unit.removed', 'volume.removed']);
    expect(requestsOf(fake, volumeRemoval)).toHaveLength(1);
  },
  bound,
);

test(
  'a volume stays where its container could not be removed',
  async () => {
    await using fake = await startFakeEngine();
    await playToEnd(engineOf(fake), await planOf(withVolume));
    const db = fake.state.find('play-db-1')?.id;
    const effect = { kind: 'refuse', status: 500, message: 'driver "overlay2" failed' } as const;
    fake.inject({ match: `DELETE /containers/${db}`, effect, times: 9 });
    expect(await playDown(engineOf(fake)).done).toMatchObject({ complete: false });
    expect(requestsOf(fake, volumeRemoval)).toEqual([]);
  },
  bound,
);
