import { expect, test } from 'vitest';
import { historyIn } from '../../src/run/history/stored-history.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { playDown, playStop } from './support/down-play.ts';
import { lasting } from './support/stack.ts';
import { engineOf, planOf, playToEnd } from './support/stage-play.ts';

const job = (extra = '') => `{ image: "busybox:1.36", command: [sh, -c, "exit 0"], ${extra} }`;
const stack = (extra?: string) => `
services: { db: ${lasting()} }
jobs: { migrate: ${job(extra)} }
`;

test.each([
  ['down', playDown],
  ['stop', playStop],
])('a job that ended before a %s is nothing that is still to be stopped', async (_, begin) => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(stack()));
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const slow: typeof engine.stop = async (...args) => {
    reached.resolve();
    await gate.promise;
    await engine.stop(...args);
  };
  const { view, done } = begin({ ...engine, stop: slow });
  await reached.promise;
  expect(view.states.get('migrate#1')).toMatchObject({ phase: 'stopped', reason: 'it had exited with code 0' });
  expect(view.states.get('db#1')).toMatchObject({ phase: 'stopping' });
  gate.resolve();
  await done;
});

test('a job with an event that is due is told as one that comes up before it goes', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(stack('lifecycle: { stop: { command: [sh, -c, "exit 0"] } }')));
  const { view, done, events } = playStop(engine);
  await done;
  const told = events.flatMap((event) => ('instance' in event && event.instance === 'migrate#1' ? [event.type] : []));
  expect(told).toContain('unit.event-completed');
  expect(view.states.get('migrate#1')).toMatchObject({ phase: 'completed' });
});

test('the history of a stop leaves out what had ended before it', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(stack()));
  await playStop(engine).done;
  const [run] = historyIn(await engine.memory('play').read(AbortSignal.timeout(10_000))).runs;
  expect(run?.units).toMatchObject([{ instance: 'db#1', did: 'stop' }]);
});
