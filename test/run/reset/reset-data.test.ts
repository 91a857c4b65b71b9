import { expect, test } from 'vitest';
import type { ResetOptions } from '../../../src/run/reset/reset-data.ts';
import { usualPolicy } from '../../../src/run/up-policy.ts';
import type { Behaviour } from '../../engine/fake-engine/fake-container.ts';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { playReset } from '../support/reset-play.ts';
import { engineOf, planOf, playToEnd } from '../support/stage-play.ts';

const manifest = `
services:
  db: { image: "busybox:1.36", command: "sleep infinity", volumes: ["data:/data"] }
jobs:
  seed: { image: "busybox:1.36", command: "true", depends_on: [db] }
volumes: { data: {} }
`;

test('data is not put back to a copy that was cut off in the middle', async () => {
  const goesWell: Behaviour = { script: 'true' };
  const behaviours = { 'play_baseline-1-copy': goesWell, 'play_data-copy': goesWell };
  await using fake = await startFakeEngine({ behaviours });
  const engine = engineOf(fake);
  const plan = await planOf(manifest);
  const reset = async (what: ResetOptions['what']) => (await playReset(engine, plan, what)).told;
  await playToEnd(engine, plan);
  expect(await reset('keep')).toEqual(['db#1', 'taken']);
  expect(await reset('restore')).toEqual(['restored']);
  await playToEnd(engine, plan, { policy: { ...usualPolicy, rerun: new Set(['seed']) } });
  behaviours['play_baseline-1-copy'] = { script: 'exit 1' };
  await expect(reset('keep')).rejects.toThrow();
  behaviours['play_baseline-1-copy'] = goesWell;
  expect(await reset('restore')).toEqual([]);
});
