import { expect, onTestFinished, test } from 'vitest';
import { Opening } from '../../../src/ui/ink/opening.ts';
import { Screen } from '../../../src/ui/ink/screen.ts';
import { themeFor } from '../../../src/ui/theme.ts';
import { apiProbing, shop } from '../shop.ts';
import { HeadlessTerminal } from '../terminal.ts';
import { quietDesk } from './open-screen.ts';

/** A screen before Ink is there, on a terminal of 80×24. */
async function opened() {
  const terminal = new HeadlessTerminal(80, 24);
  const run = shop();
  const screen = new Screen({
    theme: themeFor({ environment: { NO_COLOR: '1' }, isTTY: true }),
    readPast: quietDesk.linesBefore,
    now: () => run.now,
    perform: () => undefined,
  });
  onTestFinished(() => screen.close());
  run.show({ event: (event, view) => screen.event(event, view), close: async () => undefined });
  apiProbing(run);
  const opening = new Opening(screen, terminal);
  opening.begin();
  await terminal.until((seen) => seen.includes('web      ← api'));
  // What has happened so far is drawn, and nothing else does.
  await terminal.idle();
  return { terminal, opening };
}

test('before Ink is there the screen follows the terminal when it is resized', async () => {
  const { terminal } = await opened();
  terminal.resize(120, 40);
  const wide = await terminal.until((seen) => seen.includes('c copy'));
  expect(wide.split('\n')).toHaveLength(40);
  terminal.resize(60, 16);
  const narrow = await terminal.until((seen) => !seen.includes('ALL LOGS'));
  expect(narrow.split('\n')).toHaveLength(16);
});

test('what is given back is drawn upon no more', async () => {
  const { terminal, opening } = await opened();
  opening.end();
  await terminal.until(() => !terminal.isAlternate());
  terminal.resize(120, 40);
  await terminal.idle();
  expect(terminal.screen()).toBe('');
});
