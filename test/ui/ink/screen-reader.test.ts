import { expect, onTestFinished, test } from 'vitest';
import { inkFace } from '../../../src/ui/ink/ink-face.ts';
import type { Desk } from '../../../src/ui/screen/desk.ts';
import { themeFor } from '../../../src/ui/theme.ts';
import type { ScriptedRun } from '../scripted-run.ts';
import { allReady, apiProbing, shop } from '../shop.ts';
import { HeadlessTerminal } from '../terminal.ts';
import { quietDesk } from './open-screen.ts';

/** The interface for a screen reader on a terminal of 80×24. */
function openSpoken(desk: Partial<Desk> = {}): { readonly terminal: HeadlessTerminal; readonly run: ScriptedRun } {
  const terminal = new HeadlessTerminal(80, 24);
  const run = shop();
  const { stdin, stdout } = terminal;
  const face = inkFace({
    stdin,
    stdout,
    send: () => undefined,
    desk: { ...quietDesk, ...desk },
    theme: themeFor({ environment: {}, isTTY: true }),
    clock: { now: () => run.now },
    isRead: true,
  });
  run.show(face);
  onTestFinished(() => face.close(run));
  return { terminal, run };
}

const signs = /[│─▾▸◐✓✗◆░█←→↑↓⏎]/;

test('a screen reader gets sentences in the order of reading, and no signs', async () => {
  const { terminal, run } = openSpoken();
  apiProbing(run);
  const screen = await terminal.until((seen) => seen.includes('api waits'));
  expect(terminal.isAlternate()).toBe(false);
  const words = screen.replaceAll(/\s+/g, ' ');
  expect(words).toContain('shop: starting, stage 3 of 4 backend, 4 of 6 ready');
  expect(words).toContain('web: waiting, waits for api');
  expect(words).toContain('api: not ready yet, try 3: 503 "db pool warming", selected');
  expect(words).not.toMatch(signs);
});

test('so it does after a shell had the terminal', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { terminal, run } = openSpoken({ shell: async () => resolve() });
  allReady(run);
  await terminal.until((seen) => seen.includes('6 of 6 ready'));
  terminal.type('E');
  await promise;
  await terminal.idle();
  expect(terminal.screen()).toContain('6 of 6 ready');
  expect(terminal.screen()).not.toMatch(signs);
});

test.each([
  ['who waits for whom', 'g', 'api: waits for db cache seed, needed by web'],
  ['when what was ready', 'T', 'db: created after 10ms, started after 300ms, ready after 1.5s'],
  ['the critical path', 'T', 'critical path: db 1.5s, then migrate 800ms'],
  ['the keys', '?', 'E: shell in its container'],
  ['the question before leaving', 'q', 's stop what this run started'],
  ['what Enter would do in the palette', ':timel', 'timeline: when what was ready, and the critical path, chosen of 3'],
])('%s is told in sentences as well', async (_, key, sentence) => {
  const { terminal, run } = openSpoken();
  allReady(run);
  await terminal.until((seen) => seen.includes('6 of 6 ready'));
  terminal.type(key);
  const screen = await terminal.until((seen) => seen.replaceAll(/\s+/g, ' ').includes(sentence));
  expect(screen).not.toMatch(signs);
});

test('no key is told that does nothing', async () => {
  const { terminal, run } = openSpoken();
  allReady(run);
  const screen = await terminal.until((seen) => seen.includes('6 of 6 ready'));
  expect(screen).toContain('q quit');
  expect(screen).not.toContain('esc back');
});

test('a screen reader hears what a run waits for that can not begin', async () => {
  const { terminal, run } = openSpoken();
  run.play(100, { type: 'run.waiting', holder: '"devstack up" (process 99 on laptop, since 10:00:03)' });
  const screen = await terminal.until((seen) => seen.includes('waits for "devstack up" (process 99'));
  expect(screen).toContain('shop: waiting, ');
});
