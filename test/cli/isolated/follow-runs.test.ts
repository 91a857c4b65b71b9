import { expect, test } from 'vitest';
import { followRuns, type Signals } from '../../../src/cli/isolated/follow-runs.ts';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { engineOf, planOf, play } from '../../run/support/stage-play.ts';
import { testShell } from '../support/test-shell.ts';

test('a signal between the runs of a test reaches whoever took signals before them, not a run that has ended', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf('services: { web: { image: "busybox:1.36" } }');
  const taken: string[] = [];
  const signals: Signals = { take: (signal) => taken.push(signal) };
  const follow = followRuns(signals, { ui: 'quiet' }, testShell(), () => signals.take('SIGINT'));
  const outcome = await follow((observer) => play(engineOf(fake), plan, { observer }).run);
  expect(outcome.kind).toBe('stopped');
  expect(taken).toEqual([]);
  signals.take('SIGTERM');
  expect(taken).toEqual(['SIGTERM']);
});
