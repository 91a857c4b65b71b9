import { expect, test } from 'vitest';
import { type FakeEngine, startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { containerOf, lasting, requestsOf } from '../support/stack.ts';
import { engineOf, type Play, planOf, play } from '../support/stage-play.ts';

/** Longest that a test may take, ms. */
const bound = 60_000;

async function attached(fake: FakeEngine, text: string): Promise<Play> {
  const started = play(engineOf(fake), await planOf(text), { stay: 'until-left' });
  await started.saw('run.ready');
  return started;
}

async function leave({ run }: Play): Promise<void> {
  run.send({ type: 'detach' });
  await run.done;
}

const pair = `services: { db: ${lasting()}, web: ${lasting()} }`;

test.each([
  ['is killed', (fake: FakeEngine) => containerOf(fake, 'db').signal('KILL', true), 'exited'],
  ['is removed', (fake: FakeEngine) => fake.state.remove(containerOf(fake, 'db')), 'removed'],
])(
  'a service that %s in the gap between two event streams is told as failed',
  async (_, harm, code) => {
    await using fake = await startFakeEngine();
    const started = await attached(fake, pair);
    await fake.goAway();
    harm(fake);
    await fake.comeBack();
    expect(await started.saw('unit.failed', 'db')).toMatchObject({ failure: { code } });
    expect(started.order('unit.failed')).toEqual(['db']);
    await leave(started);
  },
  bound,
);

test.each([
  ['is asked whether it is ready', 'ready: { exec: ["true"] }'],
  ['only has to run', ''],
])(
  'a service that %s and is started again in the gap has to become ready anew',
  async (_, keys) => {
    await using fake = await startFakeEngine();
    const started = await attached(fake, `services: { db: ${lasting(keys)} }`);
    await fake.goAway();
    containerOf(fake, 'db').signal('KILL', true);
    await expect.poll(() => containerOf(fake, 'db').status).toBe('exited');
    containerOf(fake, 'db').start();
    await fake.comeBack();
    await expect.poll(() => started.order('unit.ready')).toEqual(['db', 'db']);
    await leave(started);
  },
  bound,
);

test(
  'a service whose first start was told in no stream has to become ready anew when it is started again',
  async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`services: { db: ${lasting('restart: always')} }`);
    const hold = (match: string | RegExp, ms: number) => fake.inject({ match, effect: { kind: 'delay', ms } });
    hold(/POST .*\/start$/, 200);
    const started = play(engineOf(fake), plan, { stay: 'until-left' });
    await expect.poll(() => requestsOf(fake, /POST .*\/start$/).length).toBe(1);
    hold('GET /events', 400);
    fake.endStreams('/events', '');
    await started.saw('run.ready');
    await expect
      .poll(() => requestsOf(fake, new RegExp(`GET /containers/${containerOf(fake, 'db').id}/json`)).length)
      .toBe(1);
    containerOf(fake, 'db').signal('KILL', false);
    await expect.poll(() => started.order('unit.ready')).toEqual(['db', 'db']);
    await leave(started);
  },
  bound,
);

test(
  'a stream that ends in the middle of an event is opened again',
  async () => {
    await using fake = await startFakeEngine();
    const started = await attached(fake, pair);
    const streams = () => requestsOf(fake, /GET \/events/).length;
    // One for what this run knows, and one for what others do.
    await expect.poll(streams).toBe(2);
    fake.endStreams('/events', '{"Type":"contai');
    await started.saw('warning');
    await expect.poll(streams).toBe(4);
    containerOf(fake, 'db').signal('KILL', true);
    expect(await started.saw('unit.failed', 'db')).toMatchObject({ failure: { code: 'exited' } });
    await leave(started);
  },
  bound,
);

test(
  'one look that fails keeps no end from being seen, and is made again',
  async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(pair);
    const started = play(engineOf(fake), plan, { stay: 'until-left', clock: hurriedClock(20) });
    await started.saw('run.ready');
    const db = containerOf(fake, 'db');
    const effect = { kind: 'refuse', status: 500, message: 'oops' } as const;
    fake.inject({ match: `GET /containers/${db.id}/json`, effect, times: 3 });
    db.signal('KILL', true);
    expect(await started.saw('warning')).toMatchObject({ message: expect.stringContaining('"db" is not known') });
    containerOf(fake, 'web').signal('KILL', true);
    await started.saw('unit.failed', 'web');
    await started.saw('unit.failed', 'db');
    await leave(started);
  },
  bound,
);

test(
  'a look that hangs holds up no other unit',
  async () => {
    await using fake = await startFakeEngine();
    const started = await attached(fake, pair);
    const db = containerOf(fake, 'db');
    const looks = () => requestsOf(fake, new RegExp(`GET /containers/${db.id}/json`)).length;
    const before = looks();
    fake.inject({ match: `GET /containers/${db.id}/json`, effect: { kind: 'hang' } });
    db.signal('KILL', true);
    await expect.poll(looks).toBe(before + 1);
    containerOf(fake, 'web').signal('KILL', true);
    await started.saw('unit.failed', 'web');
    await leave(started);
  },
  bound,
);

test(
  'an engine that never tells its events ends the run, with what it said',
  async () => {
    await using fake = await startFakeEngine();
    const effect = { kind: 'refuse', status: 403, message: 'not allowed here' } as const;
    fake.inject({ match: 'GET /events', effect, times: 1_000 });
    const { run } = play(engineOf(fake), await planOf(pair), { clock: hurriedClock(100) });
    await expect(run.done).rejects.toMatchObject({
      failure: { code: 'engine-lost', message: expect.stringContaining('not allowed here') },
    });
  },
  bound,
);
