import { expect, test } from 'vitest';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { containerOf } from './support/stack.ts';
import { engineOf, planOf, play } from './support/stage-play.ts';

const tested = (extra: string): string =>
  `services: { app: { image: "busybox:1.36", command: [sh, -c, "sleep infinity"], healthcheck: { test: "true", interval: 1s }, ${extra} } }`;

test('a service is ready when the engine says that its tests have passed, not when it is asked the next time', async () => {
  await using fake = await startFakeEngine({ behaviours: { app: { health: 'starting' } } });
  const plan = await planOf(tested('ready: { healthcheck: true, period: 1h }, ready_timeout: 2h'));
  const { run, saw, events } = play(engineOf(fake), plan);
  await saw('unit.probe', 'app');
  containerOf(fake, 'app').testsSay('unhealthy');
  const reasons = () => events.flatMap((event) => (event.type === 'unit.probe' ? [event.error] : []));
  await expect.poll(reasons).toEqual(['its healthcheck says starting', 'its healthcheck says unhealthy']);
  containerOf(fake, 'app').testsSay('healthy');
  expect(await run.done).toEqual({ kind: 'ready', changed: true });
});
