import { expect, test } from 'vitest';
import { look } from '../../src/run/look.ts';
import { usualPolicy } from '../../src/run/up-policy.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { containerOf, lasting, requestsOf } from './support/stack.ts';
import { engineOf, planOf, play, playToEnd } from './support/stage-play.ts';

const forever = 'command: [sh, -c, "sleep infinity"]';
const unit = (extra: string) => `{ image: "busybox:1.36", ${forever}, ${extra} }`;

const staged = `
stages: [one, two]
services:
  web: ${unit('stage: two, depends_on: [api]')}
  api: ${unit('stage: two')}
  db: ${unit('stage: one, ready: { exec: ["true"] }')}
`;

test('units start stage by stage, and within a stage after what they depend on', async () => {
  await using fake = await startFakeEngine();
  const { outcome, order, events } = await playToEnd(engineOf(fake), await planOf(staged));
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(order('unit.started')).toEqual(['db', 'api', 'web']);
  expect(order('unit.ready')).toEqual(['db', 'api', 'web']);
  const types = events.map(({ type }) => type);
  expect(types.indexOf('stage.finished')).toBeLessThan(types.lastIndexOf('stage.started'));
});

test('an unchanged stack is told as such, and nothing on the engine is asked to change', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(staged);
  await playToEnd(engineOf(fake), plan);
  const before = fake.requests.length;
  const { outcome, order } = await playToEnd(engineOf(fake), plan);
  expect(outcome).toEqual({ kind: 'ready', changed: false });
  expect(order('unit.ready').toSorted()).toEqual(['api', 'db', 'web']);
  const methods = fake.requests.slice(before).filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  expect(methods.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test('a service that was seen ready is not asked about by itself while it runs on', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`services: { db: ${unit('ready: { exec: ["true"] }')} }`);
  await playToEnd(engineOf(fake), plan);
  const before = fake.requests.length;
  const { outcome } = await playToEnd(engineOf(fake), plan);
  expect(outcome).toEqual({ kind: 'ready', changed: false });
  const asked = fake.requests.slice(before).map(({ path }) => path);
  expect(asked.filter((path) => /^\/containers\/[0-9a-f]{64}\/json$/.test(path))).toEqual([]);
  expect(asked).toContain('/containers/json');
});

test('a service that runs and was never seen ready is told as such, not as one that is as wanted', async () => {
  await using fake = await startFakeEngine();
  const [engine, plan] = [
    engineOf(fake),
    await planOf(`services: { db: ${unit('ready: { exec: ["false"] }, ready_timeout: 200ms')} }`),
  ];
  expect((await playToEnd(engine, plan)).outcome).toMatchObject({ kind: 'failed' });
  const { actions } = await look({ engine, plan, unitNames: new Set(['db']) }, AbortSignal.timeout(10_000));
  expect(actions).toMatchObject([{ action: 'keep', cause: 'unchanged, and not known to be ready: it is asked' }]);
});

test('a rehearsal says whether anything would be changed, and changes nothing', async () => {
  await using fake = await startFakeEngine();
  const [engine, plan] = [engineOf(fake), await planOf(staged)];
  expect((await playToEnd(engine, plan, { isRehearsal: true })).outcome).toEqual({ kind: 'ready', changed: true });
  const changing = fake.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  expect(changing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  await playToEnd(engine, plan);
  expect((await playToEnd(engine, plan, { isRehearsal: true })).outcome).toEqual({ kind: 'ready', changed: false });
});

test('only the unit whose environment changed is made anew, and the cause is told', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const text = (value: string) => `
services:
  db: ${unit('')}
  api: ${unit(`environment: { MODE: ${value} }`)}
`;
  await playToEnd(engine, await planOf(text('a')));
  const { events, order } = await playToEnd(engine, await planOf(text('b')));
  expect(order('unit.created')).toEqual(['api']);
  const planned = events.find((event) => event.type === 'run.planned');
  expect(planned).toMatchObject({
    steps: [
      { instance: 'db#1', action: 'keep' },
      { instance: 'api#1', action: 'recreate', cause: expect.stringContaining('environment') },
    ],
  });
});

test('a service that leaves before it is ready fails at once, with its exit code and log, and blocks what waits for it', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
services:
  bad: { image: "busybox:1.36", command: [sh, -c, "echo no config; exit 3"], ready: { exec: ["false"] } }
  web: ${unit('depends_on: [bad]')}
`);
  const { outcome, events } = await playToEnd(engineOf(fake), plan);
  expect(outcome).toMatchObject({
    kind: 'failed',
    failures: [{ instance: 'bad#1', failure: { code: 'exited', evidence: { exitCode: 3, logs: ['no config'] } } }],
  });
  expect(events).toContainEqual(expect.objectContaining({ type: 'unit.canceled', instance: 'web#1' }));
});

test('a service that nobody waits for may end with 0', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
services:
  once: { image: "busybox:1.36", command: [sh, -c, "sleep 0.05"] }
  web: ${unit('')}
`);
  const { run, saw } = play(engineOf(fake), plan, { stay: 'while-running' });
  expect(await saw('unit.completed', 'once')).toMatchObject({ by: 'exit' });
  run.send({ type: 'stop' });
  expect(await run.done).toMatchObject({ kind: 'stopped', wasReady: true });
});

test('the end of a service is told once, however fast it comes', async () => {
  await using fake = await startFakeEngine();
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const once = '{ image: "busybox:1.36", command: [sh, -c, "true"], ready: { exec: ["false"] } }';
  const plan = await planOf(`services:\n${names.map((name) => `  ${name}: ${once}\n`).join('')}`);
  const { order } = await playToEnd(engineOf(fake), plan);
  expect(order('unit.completed').toSorted()).toEqual(names);
});

test('a failed create is told in a sentence, without the engine’s raw error', async () => {
  await using fake = await startFakeEngine();
  fake.inject({
    match: 'POST /containers/create?name=play-db-1',
    effect: { kind: 'refuse', status: 500, message: 'broken' },
    times: 9,
  });
  const { outcome } = await playToEnd(engineOf(fake), await planOf(`services: { db: ${unit('')} }`));
  expect(outcome).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'container-create' } }] });
  expect(JSON.stringify(outcome)).not.toMatch(/HTTP code/);
});

test('a container that someone else removes is told as removed', async () => {
  await using fake = await startFakeEngine();
  const { run, saw } = play(engineOf(fake), await planOf(`services: { db: ${unit('')}, web: ${unit('')} }`), {
    stay: 'while-running',
  });
  await saw('run.ready');
  const container = [...fake.state.containers.values()].find(({ name }) => name === 'play-db-1');
  if (container !== undefined) fake.state.remove(container);
  expect(await saw('unit.failed', 'db')).toMatchObject({ failure: { code: 'removed' } });
  run.send({ type: 'detach' });
  await run.done;
});

test('an exit is seen although the event stream was cut', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`services: { db: ${unit('')}, web: ${unit('')} }`);
  const { run, saw } = play(engineOf(fake), plan, { stay: 'while-running' });
  await saw('run.ready');
  fake.endStreams('/events');
  [...fake.state.containers.values()].find(({ name }) => name === 'play-db-1')?.signal('KILL', false);
  expect(await saw('unit.failed', 'db')).toMatchObject({ failure: { code: 'exited', evidence: { exitCode: 137 } } });
  run.send({ type: 'detach' });
  await run.done;
});

test.each([
  ['that only has to run is not looked at', '', 0],
  ['that is asked is looked at once, for where it is', 'ready: { exec: ["true"] }', 1],
])('a service that is started and %s', async (_, keys, looks) => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`services: { db: ${lasting(keys)}, web: ${lasting()} }`);
  const started = play(engineOf(fake), plan, { stay: 'until-left' });
  await started.saw('run.ready');
  // The engine tells of this after it has told of the starts.
  containerOf(fake, 'web').signal('KILL', true);
  await started.saw('unit.failed', 'web');
  const { id } = containerOf(fake, 'db');
  expect(requestsOf(fake, new RegExp(`GET /containers/${id}/json`))).toHaveLength(looks);
  started.run.send({ type: 'detach' });
  await started.run.done;
});

test('a service that the engine starts again may become ready at a later start', async () => {
  const check = { exec: () => ({ exitCode: restarts() > 1 ? 0 : 1, output: '' }) };
  await using fake = await startFakeEngine({ behaviours: { flaky: check } });
  const restarts = () => [...fake.state.containers.values()].find(({ name }) => name === 'play-flaky-1')?.restarts ?? 0;
  const plan = await planOf(`
services:
  flaky: { image: "busybox:1.36", command: [sh, -c, "sleep 0.05; exit 1"], restart: always, ready: { exec: [check] } }
`);
  const { outcome, order } = await playToEnd(engineOf(fake), plan);
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(order('unit.restarting').length).toBeGreaterThan(0);
});

test('a service that the engine starts again and again has one time to become ready', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
services:
  loops:
    { image: "busybox:1.36", command: [sh, -c, "exit 1"], restart: always, ready: { exec: ["false"] }, ready_timeout: 700ms }
`);
  const { outcome, order } = await playToEnd(engineOf(fake), plan);
  expect(outcome).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'not-ready' } }] });
  // Each is told once, however many looks find it between two starts.
  expect(order('unit.restarting').length).toBeLessThanOrEqual(containerOf(fake, 'loops').restarts);
});

test('a service that is about to be started again has no address, which is no reason to give up', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
services:
  loops:
    { image: "busybox:1.36", command: [sh, -c, "exit 1"], restart: always, ready: { tcp: { port: 9 } }, ready_timeout: 400ms }
`);
  const { outcome } = await playToEnd(engineOf(fake), plan);
  const message = expect.stringContaining('was not ready within 400ms');
  expect(outcome).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'not-ready', message } }] });
});

test('an image is fetched before its unit may start, also where outputs that it gets are not known yet', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
services:
  web: { image: "fetched:1", ${forever}, depends_on: [seed] }
jobs:
  seed: { image: "busybox:1.36", ${forever} }
`);
  const { run, saw } = play(engineOf(fake), plan);
  await Promise.all([saw('unit.running', 'seed'), saw('unit.fetched', 'web')]);
  containerOf(fake, 'seed').end(0);
  expect(await run.done).toMatchObject({ kind: 'ready' });
});

test('the last lines of a service that ends at once are told, however soon the run ends with it', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
services:
  quick: { image: "busybox:1.36", command: [echo, heard] }
`);
  for (let round = 0; round < 5; round++) {
    const { events } = await playToEnd(engineOf(fake), plan, {
      stay: 'while-running',
      followLogs: () => true,
      policy: { ...usualPolicy, renewalOf: () => 'always' },
    });
    expect(events.filter((event) => event.type === 'log')).toMatchObject([{ line: 'heard' }]);
  }
});
