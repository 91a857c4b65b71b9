import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

/** Counts how often a screen asks to be drawn. */
function redraws(screen: Screen): { readonly count: () => number } {
  let count = 0;
  screen.subscribe(() => count++);
  return { count: () => count };
}

const probe = { type: 'unit.probe', instance: cache, attempt: 9, error: 'connection refused', nextMs: 1000 } as const;

describe('the answers to a long wait', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function calmScreen() {
    const { screen, run } = waitingScreen();
    vi.advanceTimersByTime(1000);
    return { screen, run, ...redraws(screen) };
  }

  test('are drawn with the next frame, and take none of their own', () => {
    const { screen, run, count } = calmScreen();
    for (let second = 60; second < 70; second++) {
      run.play(second * 1000, probe);
      vi.advanceTimersByTime(1000);
      screen.frame(size, second);
    }
    expect(count()).toBe(0);
  });

  test('are drawn soon where there is no next frame', () => {
    const { run, count } = calmScreen();
    run.play(60_000, probe, probe);
    vi.advanceTimersByTime(1500);
    expect(count()).toBe(1);
  });

  test('hold up nothing else', () => {
    const { run, count } = calmScreen();
    run.play(60_000, probe).log(60_000, 'cache', 'not yet');
    vi.advanceTimersByTime(100);
    expect(count()).toBe(1);
  });
});

test('a key makes it lively again', () => {
  const { screen, run } = waitingScreen();
  run.now += 60_000;
  expect(screen.isCalm()).toBe(true);
  screen.press('j', size);
  expect(screen.isCalm()).toBe(false);
});
