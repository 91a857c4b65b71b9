import { expect, test } from 'vitest';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { lasting } from './support/stack.ts';
import { engineOf, planOf, playToEnd } from './support/stage-play.ts';

const services = {
  'without any data': '',
  'with a tmpfs': 'tmpfs: [/data]',
  'with a volume without a name': 'volumes: [/data]',
};

test.for(
  Object.entries(services).flatMap(([what, extra]) =>
    (['started', 'ready'] as const).map((condition) => [what, condition, extra] as const),
  ),
)('a job that needs a service %s to be %s is done after its first run', async ([, condition, extra]) => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const plan = await planOf(`
services: { db: ${lasting(extra)} }
jobs: { seed: { image: "busybox:1.36", command: [sh, -c, "exit 0"], depends_on: { db: { condition: ${condition} } } } }
`);
  await playToEnd(engine, plan);
  expect((await playToEnd(engine, plan)).outcome).toEqual({ kind: 'ready', changed: false });
});
