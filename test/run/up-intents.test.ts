import { expect, test } from 'vitest';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { containerOf } from './support/stack.ts';
import { engineOf, planOf, play, playToEnd } from './support/stage-play.ts';

const unit = (extra: string) =>
  `{ image: "busybox:1.36", command: [sh, -c, "sleep infinity"], stop_grace_period: 1s, ${extra} }`;
const neverReady = `
services:
  first: ${unit('')}
  second: ${unit('depends_on: [first], ready: { exec: ["false"] }')}
  third: ${unit('depends_on: [second]')}
`;

test('a stop before ready stops in reverse order what was started, and removes nothing', async () => {
  await using fake = await startFakeEngine();
  const { run, saw, order } = play(engineOf(fake), await planOf(neverReady));
  await saw('unit.probing', 'second');
  run.send({ type: 'stop' });
  expect(await run.done).toEqual({ kind: 'stopped', wasReady: false, complete: true });
  expect(order('unit.stopped')).toEqual(['second', 'first']);
  expect(fake.requests.filter(({ method, path }) => method === 'DELETE' && !path.includes('lock'))).toHaveLength(1);
  const statuses = [...fake.state.containers.values()].map(({ name, status }) => [name, status]);
  expect(Object.fromEntries(statuses)).toMatchObject({ 'play-first-1': 'exited', 'play-second-1': 'exited' });
});

test('what ran before this run is not stopped by it', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(`services: { first: ${unit('')} }`));
  const { run, saw, order } = play(engine, await planOf(neverReady));
  await saw('unit.probing', 'second');
  run.send({ type: 'stop' });
  await run.done;
  expect(order('unit.stopped')).toEqual(['second']);
});

test('a detach leaves everything running', async () => {
  await using fake = await startFakeEngine();
  const { run, saw, order } = play(engineOf(fake), await planOf(neverReady));
  await saw('unit.probing', 'second');
  run.send({ type: 'detach' });
  expect(await run.done).toEqual({ kind: 'detached' });
  expect(order('unit.stopping')).toEqual([]);
});

test('the second of two runs waits for the first, says for whom, and finds nothing to do', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
jobs:
  slow: { image: "busybox:1.36", command: [sh, -c, "sleep infinity"] }
services:
  after: ${unit('depends_on: [slow]')}
`);
  const first = play(engineOf(fake), plan);
  await first.saw('unit.running', 'slow');
  const second = play(engineOf(fake), plan);
  expect(await second.saw('run.waiting')).toMatchObject({ holder: expect.stringContaining('devstack up') });
  containerOf(fake, 'slow').end(0);
  expect(await first.run.done).toEqual({ kind: 'ready', changed: true });
  expect(await second.run.done).toEqual({ kind: 'ready', changed: false });
});

test('a new plan in the middle of a run changes only what it changes', async () => {
  await using fake = await startFakeEngine();
  const { run, saw, events } = play(engineOf(fake), await planOf(neverReady));
  await saw('unit.probing', 'second');
  const plan = await planOf(`
services:
  first: ${unit('')}
  second: ${unit('depends_on: [first]')}
  third: ${unit('depends_on: [second], environment: { NEW: yes }')}
  fourth: ${unit('depends_on: [third]')}
`);
  await run.replan(plan, new Set(plan.units.keys()));
  expect(await run.done).toEqual({ kind: 'ready', changed: true });
  const started = events.flatMap((event) => (event.type === 'unit.started' && !event.adopted ? [event.instance] : []));
  expect(started).toEqual(['first#1', 'second#1', 'third#1', 'fourth#1']);
});
