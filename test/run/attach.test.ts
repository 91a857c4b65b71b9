import { expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { attach } from '../../src/run/attach.ts';
import { systemClock } from '../../src/run/system-clock.ts';
import { usualPolicy } from '../../src/run/up-policy.ts';
import { type FakeEngine, startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { ownProcess } from '../support/test-host.ts';
import { requestsOf } from './support/stack.ts';
import { engineOf, planOf, playToEnd } from './support/stage-play.ts';

const unit = (extra = '') =>
  `{ image: "busybox:1.36", command: [sh, -c, "sleep infinity"], stop_grace_period: 1s, ${extra} }`;
const text = `
jobs:
  seed: { image: "busybox:1.36", command: [sh, -c, "exit 0"] }
services:
  first: ${unit('depends_on: [seed]')}
  second: ${unit('depends_on: [first]')}
`;

function attached(fake: FakeEngine, plan: Plan, engine = engineOf(fake)) {
  const events: Event[] = [];
  const run = attach({
    engine,
    clock: systemClock,
    holder: { command: 'attach', host: 'laptop', process: ownProcess, since: Date.now() },
    observer: (event) => events.push(event),
    plan,
    unitNames: new Set(plan.units.keys()),
    stay: 'until-left',
    followLogs: () => true,
    policy: usualPolicy,
  });
  const phases = () => Object.fromEntries([...run.view.states].map(([instance, { phase }]) => [instance, phase]));
  const until = (wanted: Readonly<Record<string, string>>) => expect.poll(phases).toMatchObject(wanted);
  return { run, events, until };
}

test('a stack that runs is shown as it is, and goes on when it is left', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(text);
  await playToEnd(engineOf(fake), plan);
  const before = fake.requests.length;
  const { run, until } = attached(fake, plan);
  await until({ 'seed#1': 'completed', 'first#1': 'ready', 'second#1': 'ready' });
  run.send({ type: 'detach' });
  expect(await run.done).toEqual({ kind: 'detached' });
  const writes = fake.requests.slice(before).filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  expect(writes).toEqual([]);
});

test('ports that the engine has picked for a stack that runs are told', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`services: { web: ${unit('ports: ["127.0.0.1::80", "127.0.0.1:9000:81"]')} }`);
  const { run: first } = await playToEnd(engineOf(fake), plan);
  const { run, until } = attached(fake, plan);
  await until({ 'web#1': 'ready' });
  expect(run.view.publishedFor('web#1')).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+→80$/)]);
  expect(run.view.publishedFor('web#1')).toEqual(first.view.publishedFor('web#1'));
  run.send({ type: 'detach' });
  await run.done;
});

test('what is not there is not started', async () => {
  await using fake = await startFakeEngine();
  const { run, until } = attached(fake, await planOf(text));
  await until({ 'seed#1': 'canceled', 'first#1': 'stopped', 'second#1': 'stopped' });
  run.send({ type: 'detach' });
  await run.done;
  expect(fake.state.containers.size).toBe(0);
});

test('what another run brings up in the meantime is shown', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(text);
  const { run, until } = attached(fake, plan);
  await until({ 'second#1': 'stopped' });
  await playToEnd(engineOf(fake), plan);
  await until({ 'seed#1': 'completed', 'first#1': 'ready', 'second#1': 'ready' });
  run.send({ type: 'detach' });
  await run.done;
});

test('what a job has passed on during a look is hidden in the lines of who got it', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
jobs:
  seed:
    image: busybox:1.36
    command: [sh, -c, 'echo {"TOKEN":{"value":"opensesame"}} > /devstack-output/outputs.json']
    outputs: { TOKEN: { sensitive: true } }
services:
  api: { image: "busybox:1.36", command: [sh, -c, "echo got $$TOKEN; sleep infinity"], depends_on: [seed] }
`);
  const engine = engineOf(fake);
  const look = engine.observe.bind(engine);
  let looks = 0;
  // The first decides what is there to be shown, the second tells how it stands.
  engine.observe = async (project, signal) => {
    if (++looks === 2) await playToEnd(engineOf(fake), plan);
    return await look(project, signal);
  };
  const { run, events } = attached(fake, plan, engine);
  const lines = () => events.flatMap((event) => (event.type === 'log' ? [event.line] : []));
  await expect.poll(lines).toEqual(['got ••••']);
  run.send({ type: 'detach' });
  await run.done;
});

test('units are restarted and stopped from it as from the run that began them', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(text);
  await playToEnd(engineOf(fake), plan);
  const { run, events, until } = attached(fake, plan);
  await until({ 'first#1': 'ready', 'second#1': 'ready' });
  run.send({ type: 'restart-units', instances: ['first#1'], dependents: true });
  await expect
    .poll(() => events.flatMap((event) => (event.type === 'unit.stopped' ? [event.instance] : [])))
    .toEqual(['second#1', 'first#1']);
  await until({ 'first#1': 'ready', 'second#1': 'ready' });
  run.send({ type: 'stop-units', instances: ['second#1'] });
  await until({ 'first#1': 'ready', 'second#1': 'stopped' });
  run.send({ type: 'detach' });
  await run.done;
});

test('what is asked for as soon as it is shown how units stand is done', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(text);
  await playToEnd(engineOf(fake), plan);
  const asked = Promise.withResolvers<void>();
  fake.inject({ match: 'GET /events', effect: { kind: 'hold', until: asked.promise }, times: 2 });
  const { run, until } = attached(fake, plan);
  await until({ 'second#1': 'ready' });
  run.send({ type: 'stop-units', instances: ['second#1'] });
  asked.resolve();
  await until({ 'second#1': 'stopped' });
  run.send({ type: 'detach' });
  await run.done;
});

test('what somebody else stops is stopped, what is killed has failed, and what is started again is there', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(text);
  await playToEnd(engineOf(fake), plan);
  const streams = () => requestsOf(fake, /GET \/events/).length;
  const before = streams();
  const { run, until } = attached(fake, plan);
  await until({ 'first#1': 'ready', 'second#1': 'ready' });
  // Who stops something is told by an event alone.
  await expect.poll(streams).toBe(before + 2);
  const other = engineOf(fake);
  const { signal } = new AbortController();
  await other.stop(run.view.handleOf('first#1') ?? '', signal, 1000);
  await other.kill(run.view.handleOf('second#1') ?? '', signal);
  await until({ 'first#1': 'stopped', 'second#1': 'failed' });
  expect(run.view.states.get('first#1')).toMatchObject({ reason: 'somebody else stopped it' });
  await other.start(run.view.handleOf('first#1') ?? '', signal);
  await until({ 'first#1': 'ready' });
  run.send({ type: 'detach' });
  await run.done;
});

test('a stop stops all of it, whoever started it, and counts as one of a stack that was ready', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(text);
  await playToEnd(engineOf(fake), plan);
  const { run, until } = attached(fake, plan);
  await until({ 'second#1': 'ready' });
  run.send({ type: 'stop' });
  expect(await run.done).toEqual({ kind: 'stopped', wasReady: true, complete: true });
  const services = [...fake.state.containers.values()].filter(({ name }) => /first|second/.test(name));
  expect(new Set(services.map(({ status }) => status))).toEqual(new Set(['exited']));
});
