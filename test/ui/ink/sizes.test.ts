import { describe, expect, test } from 'vitest';
import { allReady, apiProbing, migrateFailed } from '../shop.ts';
import { openScreen } from './open-screen.ts';

describe('at any size', () => {
  test.each([
    [4, 1],
    [10, 3],
    [20, 5],
    [40, 9],
    [80, 15],
    [79, 24],
    [200, 60],
  ])('%i×%i: no frame is taller than the terminal', async (columns, rows) => {
    const { terminal, run } = await openScreen(columns, rows);
    apiProbing(run);
    const before = await terminal.until((seen) => seen.trim() !== '');
    expect(terminal.scrolledOut()).toBe(0);
    migrateFailed(run);
    await terminal.until((seen) => seen !== before);
    expect(terminal.scrolledOut()).toBe(0);
  });

  test('follows the terminal when it is resized', async () => {
    const { terminal, run } = await openScreen(120, 40);
    apiProbing(run);
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    terminal.resize(60, 16);
    const small = await terminal.until((seen) => !seen.includes('ALL LOGS') && seen.includes('web'));
    expect(small.split('\n')).toHaveLength(16);
    expect(terminal.scrolledOut()).toBe(0);
  });

  test.each([
    ['narrower', 113, 40],
    ['wider', 131, 40],
    ['lower', 120, 30],
    ['higher', 120, 45],
    ['smaller', 100, 30],
    ['larger', 140, 45],
  ])('a quiet screen is whole after the terminal was made %s, and as it was', async (_, columns, rows) => {
    const { terminal, run } = await openScreen(120, 40);
    allReady(run);
    await terminal.until((seen) => seen.includes('detach'));
    await terminal.idle();
    const before = terminal.screen();
    terminal.resize(columns, rows);
    await terminal.idle();
    const fresh = await openScreen(columns, rows);
    allReady(fresh.run);
    await fresh.terminal.until((seen) => seen.includes('detach'));
    await fresh.terminal.idle();
    expect(terminal.screen()).toBe(fresh.terminal.screen());
    terminal.resize(120, 40);
    await terminal.idle();
    expect(terminal.screen()).toBe(before);
  });
});

test('wide characters and long lines are cut to the width of the pane', async () => {
  const { terminal, run } = await openScreen(80, 24);
  run.log(0, 'db', '世界'.repeat(60), '\u001b[5Bmoved\tby\ttabs', 'last');
  const screen = await terminal.until((seen) => seen.includes('last'));
  expect(screen.split('\n').filter((line) => line.includes('世'))).toHaveLength(1);
  expect(screen).toContain('moved   by      tabs');
});

test('a line that the terminal takes for wider than it is pushes no row down', async () => {
  const { terminal, run } = await openScreen(80, 24);
  allReady(run);
  // A terminal without the newest tables draws each part of such a sign by itself.
  for (let line = 0; line < 30; line++) run.log(4000 + line, 'db', `${line} ${'👨‍👩‍👧‍👦'.repeat(20 + line)}`);
  const screen = await terminal.until((seen) => seen.includes(' 29 '));
  const lines = screen.split('\n');
  expect(lines.filter((line) => line.includes('👨')).length).toBeGreaterThan(10);
  expect(lines[0]).toContain('devstack  shop');
  expect(lines[23]).toContain('detach');
  expect(lines.slice(1, -4).every((line) => /^[^│┬]{34}[│┬]/u.test(line))).toBe(true);
  expect(terminal.scrolledOut()).toBe(0);
});
