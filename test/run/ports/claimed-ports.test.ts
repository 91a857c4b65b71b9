import { expect, test } from 'vitest';
import { createOneOff } from '../../../src/run/one-off.ts';
import { systemClock } from '../../../src/run/system-clock.ts';
import { usualPolicy } from '../../../src/run/up-policy.ts';
import { type FakeEngine, startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { lasting } from '../support/stack.ts';
import { engineOf, planOf, play, playToEnd } from '../support/stage-play.ts';

const message =
  'port 8080 of the host, which "web" publishes, is taken by the container "other-holder-1" of the project "other"';
const conflict = { code: 'port-taken', message };

/** Another project that publishes port 8080. */
const holdPort = async (fake: FakeEngine): Promise<void> => {
  await playToEnd(engineOf(fake), await planOf(`services: { holder: ${lasting('ports: ["8080:80"]')} }`, 'other'));
};

test('a port that a new plan in the middle of a run wants is told as taken, and nothing is started for it', async () => {
  await using fake = await startFakeEngine();
  await holdPort(fake);
  const db = `db: ${lasting()}`;
  const { run, saw, order } = play(engineOf(fake), await planOf(`services: { ${db} }`), { stay: 'until-left' });
  await saw('run.ready');
  const plan = await planOf(`services: { ${db}, web: ${lasting('ports: ["8080:80"]')} }`);
  await run.replan(plan, new Set(plan.units.keys()));
  expect(await saw('unit.failed', 'web')).toMatchObject({ failure: conflict });
  run.send({ type: 'detach' });
  await run.done;
  expect(order('unit.starting')).toEqual(['db']);
});

test('a port that a container beside those of a unit is to publish is told as taken, and it is not made', async () => {
  await using fake = await startFakeEngine();
  await holdPort(fake);
  const engine = engineOf(fake);
  const plan = await planOf(`services: { web: ${lasting('ports: ["8080:80"]')} }`);
  const planned = plan.units.get('web');
  if (planned === undefined) throw new Error('there is a unit');
  const oneOff = { environment: new Map(), labels: {}, unitPorts: true, ports: [], mounts: [] } as const;
  const made = createOneOff(
    {
      engine,
      clock: systemClock,
      emit: () => undefined,
      plan,
      planned,
      images: usualPolicy.images,
      oneOff: { ...oneOff, terminal: false, input: false },
    },
    AbortSignal.timeout(10_000),
  );
  await expect(made).rejects.toMatchObject({ failure: conflict });
  expect((await engine.observe('play', AbortSignal.timeout(5000))).oneOffs).toEqual([]);
});

test('a port of the host that the engine picks for a job is told', async () => {
  await using fake = await startFakeEngine();
  const { events } = await playToEnd(
    engineOf(fake),
    await planOf('jobs: { seed: { image: "busybox:1.36", command: [sh, -c, "sleep 0.1"], ports: ["80"] } }'),
  );
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'unit.published',
      instance: 'seed#1',
      ports: [expect.stringMatching(/^127\.0\.0\.1:\d+→80$/)],
    }),
  );
});
