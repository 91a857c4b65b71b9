import { expect, test } from 'vitest';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { lasting, requestsOf } from './support/stack.ts';
import { engineOf, planOf, playToEnd } from './support/stage-play.ts';

test('what hashes are made with is kept before there is a container that has any', async () => {
  await using fake = await startFakeEngine();
  const { outcome } = await playToEnd(engineOf(fake), await planOf(`services: { a: ${lasting()} }`));
  expect(outcome).toMatchObject({ kind: 'ready' });
  const kept = /PUT .*\/containers\/play_devstack_memory\/archive/;
  const made = /POST .*\/containers\/create/;
  const units = /\/containers\/[0-9a-f]{64}\/start/;
  const lines = requestsOf(fake, /./);
  const firstStart = lines.findIndex((line) => units.test(line));
  const creates = lines.flatMap((line, at) => (made.test(line) && at < firstStart ? [at] : []));
  // The last one before the first start is the unit's own.
  expect(lines.findIndex((line) => kept.test(line))).toBeLessThan(creates.at(-1) ?? 0);
  const before = lines.slice(0, creates.at(-1)).filter((line) => kept.test(line));
  expect(before.length).toBeGreaterThanOrEqual(2);
});
