import { expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { unitOf } from '../../src/core/unit-state.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { stop } from '../../src/run/stop.ts';
import { systemClock } from '../../src/run/system-clock.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { ownProcess } from '../support/test-host.ts';
import { engineOf, planOf, playToEnd } from './support/stage-play.ts';

const unit = (extra = '') => `{ image: "busybox:1.36", command: [sh, -c, "sleep infinity"], ${extra} }`;
const stack = `
services:
  db: ${unit()}
  api: ${unit('depends_on: [db]')}
  web: ${unit('depends_on: [api]')}
`;

async function stopToEnd(engine: Engine, units?: ReadonlySet<string>) {
  const stopped: string[] = [];
  const { done } = stop({
    engine,
    clock: systemClock,
    holder: { command: 'stop', host: 'laptop', process: ownProcess, since: Date.now() },
    observer: (event: Event) => {
      if (event.type === 'unit.stopped') stopped.push(unitOf(event.instance));
    },
    project: 'play',
    ...(units && { units }),
    withEvents: units === undefined,
    hooksOf: () => undefined,
  });
  return { outcome: await done, stopped };
}

test('units stop after what needs them, and nothing is removed', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(stack));
  expect(await stopToEnd(engine)).toEqual({
    outcome: { kind: 'stopped', wasReady: true, complete: true },
    stopped: ['web', 'api', 'db'],
  });
  const { containers } = await engine.observe('play', AbortSignal.timeout(5000));
  expect(containers.map(({ status }) => status.kind)).toEqual(['exited', 'exited', 'exited']);
});

test('only what is named stops', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(stack));
  expect((await stopToEnd(engine, new Set(['api']))).stopped).toEqual(['api']);
});

test('a stack that was stopped starts again in order, with the containers that it had', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const plan = await planOf(stack);
  await playToEnd(engine, plan);
  await stopToEnd(engine);
  const { order } = await playToEnd(engine, plan);
  expect(order('unit.created')).toEqual([]);
  expect(order('unit.started')).toEqual(['db', 'api', 'web']);
});
