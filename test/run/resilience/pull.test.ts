import { expect, test } from 'vitest';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { containerOf, lasting } from '../support/stack.ts';
import { engineOf, planOf, play, playToEnd } from '../support/stage-play.ts';

/** Longest that a test may take, ms. */
const bound = 60_000;

const pull = 'POST /images/create?fromImage';
const pulled = (image: string) => `{ image: "${image}", command: [sh, -c, "sleep infinity"] }`;

test.each([
  ['the connection breaks', 'cut'],
  ['the engine goes away without a word', 'end'],
] as const)(
  'a pull in whose middle %s goes on when the engine is back',
  async (_, how) => {
    await using fake = await startFakeEngine();
    fake.inject({ match: pull, effect: { kind: 'break-off', how } });
    const { outcome } = await playToEnd(engineOf(fake), await planOf(`services: { db: ${pulled('acme/db:1')} }`));
    expect(outcome).toEqual({ kind: 'ready', changed: true });
    expect(fake.requests.filter(({ url }) => url.includes('create?fromImage'))).toHaveLength(2);
  },
  bound,
);

test(
  'a pull that the registry fails half-way is told, what waits for it is canceled, and what has begun becomes ready',
  async () => {
    let isReady = false;
    const check = { exec: () => ({ exitCode: isReady ? 0 : 1, output: '' }) };
    await using fake = await startFakeEngine({ behaviours: { db: check } });
    const begun = Promise.withResolvers<void>();
    fake.inject({ match: pull, effect: { kind: 'hold', until: begun.promise } });
    const plan = await planOf(`
services:
  db: ${lasting('ready: { exec: [check] }')}
  bad: ${pulled('acme/missing:1')}
  web: ${lasting('depends_on: [bad]')}
`);
    const { run, saw, order } = play(engineOf(fake), plan);
    await saw('unit.probing', 'db');
    begun.resolve();
    await saw('unit.failed', 'bad');
    isReady = true;
    expect(await run.done).toMatchObject({
      kind: 'failed',
      failures: [
        { instance: 'bad#1', failure: { code: 'image-pull', message: expect.stringContaining('no such tag') } },
      ],
    });
    expect(order('unit.ready')).toEqual(['db']);
    expect(order('unit.canceled')).toEqual(['web']);
    expect(containerOf(fake, 'db').running).toBe(true);
  },
  bound,
);

test(
  'a registry that can not be reached is asked once, and told',
  async () => {
    await using fake = await startFakeEngine();
    const message = 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host';
    fake.inject({ match: pull, effect: { kind: 'refuse', status: 500, message } });
    const { outcome } = await playToEnd(engineOf(fake), await planOf(`services: { db: ${pulled('acme/db:1')} }`));
    expect(outcome).toMatchObject({
      kind: 'failed',
      failures: [{ failure: { code: 'image-pull', message: expect.stringContaining('can not be reached') } }],
    });
  },
  bound,
);
