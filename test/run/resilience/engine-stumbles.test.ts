import { expect, test } from 'vitest';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { lasting, requestsOf } from '../support/stack.ts';
import { engineOf, planOf, playToEnd } from '../support/stage-play.ts';

/** Longest that a test may take, ms. */
const bound = 60_000;

const stack = `
jobs: { seed: { image: "busybox:1.36", command: ["true"] } }
services: { db: ${lasting('post_start: [{ command: ["true"] }], depends_on: [seed]')} }
`;
const oops = { kind: 'refuse', status: 500, message: 'oops' } as const;

test.each([
  ['the list of containers', 'GET /containers/json'],
  ['a look at a container', /GET \/containers\/[^/]+\/json$/],
  ['a look at an image', /GET \/images\/.*\/json$/],
  ['the networks', 'GET /networks'],
  ['the volumes', 'GET /volumes'],
  ['the making of a network', 'POST /networks/create'],
  ['the making of a container', 'POST /containers/create?name=play-db-1'],
  ['the making of the lock', 'POST /containers/create?name=play_devstack_lock'],
  ['the start of a container', /POST .*\/start$/],
  ['what is remembered', /GET .*memory\/archive/],
  ['what is to be remembered', /PUT .*memory\/archive/],
  ['the outputs of a job', /GET .*archive.*output/],
  ['the stream of events', 'GET /events'],
  ['the wait for a job', /POST .*\/wait/],
  ['a hook', /POST .*\/exec$/],
  ['its version', 'GET /version'],
])(
  'an engine that answers %s with an error of its own is asked again',
  async (_, match) => {
    await using fake = await startFakeEngine();
    const fault = fake.inject({ match, effect: oops });
    const { outcome } = await playToEnd(engineOf(fake), await planOf(stack));
    expect(outcome).toEqual({ kind: 'ready', changed: true });
    expect(fault.left).toBe(0);
  },
  bound,
);

test(
  'an engine that answers for a log with an error of its own is asked again, and no line is lost',
  async () => {
    await using fake = await startFakeEngine();
    const fault = fake.inject({ match: /GET .*\/logs/, effect: oops });
    const plan = await planOf('jobs: { seed: { image: "busybox:1.36", command: [echo, planted] } }');
    const { outcome, events } = await playToEnd(engineOf(fake), plan, { followLogs: () => true });
    expect(outcome).toEqual({ kind: 'ready', changed: true });
    expect(fault.left).toBe(0);
    expect(events).toContainEqual(expect.objectContaining({ type: 'log', line: 'planted' }));
  },
  bound,
);

test(
  'an engine that connects a container to its second network at the second try alone is enough',
  async () => {
    await using fake = await startFakeEngine({ apiVersion: '1.43' });
    const fault = fake.inject({ match: /POST \/networks\/.*\/connect/, effect: oops });
    const plan = await planOf(`networks: { a: {}, b: {} }\nservices: { db: ${lasting('networks: [a, b]')} }`);
    const { outcome } = await playToEnd(engineOf(fake), plan);
    expect(outcome).toEqual({ kind: 'ready', changed: true });
    expect(fault.left).toBe(0);
  },
  bound,
);

test(
  'an engine that goes on refusing is told in plain words, after a few tries',
  async () => {
    await using fake = await startFakeEngine();
    fake.inject({ match: /POST .*\/start$/, effect: oops, times: 1_000 });
    const { outcome } = await playToEnd(engineOf(fake), await planOf(`services: { db: ${lasting()} }`));
    expect(outcome).toMatchObject({
      kind: 'failed',
      failures: [{ failure: { code: 'container-start', message: 'could not start the container: oops' } }],
    });
    expect(requestsOf(fake, /POST .*\/start$/)).toHaveLength(3);
  },
  bound,
);

test.each([
  ['its port is taken', 'driver failed: Bind for 0.0.0.0:80 failed: port is already allocated', 'port-taken'],
  ['its command can not be run', 'failed to create task: OCI runtime create failed: odd', 'container-start'],
])(
  'a container that can not be started since %s is not tried again',
  async (_, message, code) => {
    await using fake = await startFakeEngine();
    fake.inject({ match: /POST .*\/start$/, effect: { kind: 'refuse', status: 500, message } });
    const { outcome } = await playToEnd(engineOf(fake), await planOf(`services: { db: ${lasting()} }`));
    expect(outcome).toMatchObject({ kind: 'failed', failures: [{ failure: { code } }] });
    expect(requestsOf(fake, /POST .*\/start$/)).toHaveLength(1);
  },
  bound,
);
