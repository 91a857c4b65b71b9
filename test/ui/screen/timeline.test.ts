import { expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { openScreen } from '../ink/open-screen.ts';
import { beginning, ScriptedRun } from '../scripted-run.ts';

test('what starts in the last moment has a bar as well, and is not cut', async () => {
  const [early, late] = [instanceId('early'), instanceId('late')];
  const run = new ScriptedRun({ '': { early: {}, late: {} } });
  const { terminal } = await openScreen(80, 24, {}, {}, run);
  for (const [instance, at] of [
    [early, 100],
    [late, 9999],
  ] as const) {
    run
      .play(50, { type: 'unit.created', instance, container: instance })
      .play(at, { type: 'unit.started', instance, container: instance, adopted: false })
      .play(at, { type: 'unit.ready', instance, by: { kind: 'running' }, startedAt: beginning + at });
  }
  run.play(10_000, { type: 'run.ready', durationMs: 10_000, changed: true });
  await terminal.until((seen) => seen.includes('2/2 ready'));
  terminal.type('T');
  const screen = await terminal.until((seen) => seen.includes('TIMELINE'));
  expect(screen).toMatch(/late +░+█ +0ms$/m);
});
