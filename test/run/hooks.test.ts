import { expect, test } from 'vitest';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { engineOf, planOf, play, playToEnd } from './support/stage-play.ts';

const unit = (extra = '') => `{ image: "busybox:1.36", command: [sh, -c, "sleep infinity"], ${extra} }`;

test('commands after the start run before the service counts as ready', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`services:\n  a: ${unit('post_start: [{ command: [echo, warmed up] }]')}`);
  const { events, order } = await playToEnd(engineOf(fake), plan);
  expect(order('unit.ready')).toEqual(['a']);
  const types = events.map(({ type }) => type);
  expect(types.indexOf('unit.hook')).toBeLessThan(types.indexOf('unit.ready'));
  expect(events).toContainEqual(expect.objectContaining({ type: 'log', line: 'warmed up' }));
});

test('commands after the start that fail are the failure of their service', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`services:\n  a: ${unit('post_start: [{ command: [sh, -c, "echo no; exit 4"] }]')}`);
  const { outcome } = await playToEnd(engineOf(fake), plan);
  expect(outcome).toMatchObject({
    kind: 'failed',
    failures: [{ instance: 'a#1', failure: { code: 'hook-failed', evidence: { logs: ['no'] } } }],
  });
});

test('commands before the start run in a container of their own, which is gone afterwards', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const plan = await planOf(`services:\n  a: ${unit('pre_start: [{ command: [echo, prepared] }]')}`);
  const { events, outcome } = await playToEnd(engine, plan);
  expect(outcome).toMatchObject({ kind: 'ready' });
  expect(events).toContainEqual(expect.objectContaining({ type: 'log', line: 'prepared' }));
  expect((await engine.observe('play', AbortSignal.timeout(5000))).oneOffs).toEqual([]);
});

test('commands before the stop that fail are told, and the service stops all the same', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`services:\n  a: ${unit('pre_stop: [{ command: [sh, -c, "exit 4"] }]')}`);
  const { run, events, saw } = play(engineOf(fake), plan, { stay: 'while-running' });
  await saw('run.ready');
  run.send({ type: 'stop' });
  expect(await run.done).toMatchObject({ kind: 'stopped', complete: true });
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'warning', message: expect.stringContaining('"pre_stop" of service "a"') }),
  );
});

const endless = '[{ command: [sh, -c, "echo begun; sleep infinity"] }]';

test.each(['pre_start', 'post_start'])(
  'a command of %s that does not end fails its service in its time',
  async (key) => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    const plan = await planOf(`services:\n  a: ${unit(`ready_timeout: 300ms, ${key}: ${endless}`)}`);
    const { outcome } = await playToEnd(engine, plan);
    const message = `command 1 of "${key}" of service "a" had not ended after 300ms`;
    const hint = `see "${key}" in the manifest, or give it more time with "ready_timeout"`;
    expect(outcome).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'hook-failed', message, hint } }] });
    expect((await engine.observe('play', AbortSignal.timeout(5000))).oneOffs).toEqual([]);
  },
);

test('a command before the stop that does not end keeps its service no longer than the grace period', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`services:\n  a: ${unit(`stop_grace_period: 1s, pre_stop: ${endless}`)}`);
  const { run, events, saw } = play(engineOf(fake), plan, { stay: 'while-running' });
  await saw('run.ready');
  run.send({ type: 'stop' });
  expect(await run.done).toMatchObject({ kind: 'stopped', complete: true });
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'warning',
      message: 'command 1 of "pre_stop" of service "a" had not ended after 1.0s',
      hint: expect.stringContaining('"stop_grace_period"'),
    }),
  );
});
