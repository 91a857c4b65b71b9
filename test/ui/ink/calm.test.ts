import { expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { Screen } from '../../../src/ui/ink/screen.ts';
import { themeFor } from '../../../src/ui/theme.ts';
import type { ScriptedRun } from '../scripted-run.ts';
import { dataReady, shop } from '../shop.ts';

const size = { columns: 80, rows: 24 };
const cache = instanceId('cache');

async function* nothing(): AsyncGenerator<never> {
  // All that there is fits on the screen.
}

/** A screen whose stack has come as far as its first stage. */
function waitingScreen(): { readonly screen: Screen; readonly run: ScriptedRun } {
  const run = shop();
  const theme = themeFor({ environment: { TERM: 'xterm' }, isTTY: true });
  const screen = new Screen({ perform: () => undefined, readPast: nothing, theme, now: () => run.now });
  run.show({ event: (event, view) => screen.event(event, view), close: async () => screen.close() });
  dataReady(run);
  return { screen, run };
}

test('what waits is lively while units come further, and calm when they only wait', () => {
  const { screen, run } = waitingScreen();
  expect(screen.isCalm()).toBe(false);
  run.play(60_000, { type: 'unit.probe', instance: cache, attempt: 9, error: 'connection refused', nextMs: 1000 });
  run.log(61_000, 'cache', 'not yet');
  expect(screen.isCalm()).toBe(true);
  run.play(62_000, { type: 'unit.ready', instance: cache, by: { kind: 'running' }, startedAt: 0 });
  expect(screen.isCalm()).toBe(false);
});

test('a key makes it lively again', () => {
  const { screen, run } = waitingScreen();
  run.now += 60_000;
  expect(screen.isCalm()).toBe(true);
  screen.press('j', size);
  expect(screen.isCalm()).toBe(false);
});
