import { expect, test } from 'vitest';
import { inkFace } from '../../../src/ui/ink/ink-face.ts';
import { themeFor } from '../../../src/ui/theme.ts';
import { apiProbing } from '../shop.ts';
import { HeadlessTerminal } from '../terminal.ts';
import { openScreen, quietDesk } from './open-screen.ts';

test('a screen reader gets sentences in the order of reading, and no signs', async () => {
  const terminal = new HeadlessTerminal(80, 24);
  const { run } = await openScreen(80, 24);
  const { stdin, stdout } = terminal;
  const face = inkFace({
    stdin,
    stdout,
    send: () => undefined,
    desk: quietDesk,
    theme: themeFor({ environment: {}, isTTY: true }),
    clock: { now: () => run.now },
    isRead: true,
  });
  run.show(face);
  apiProbing(run);
  const screen = await terminal.until((seen) => seen.includes('api waits'));
  expect(terminal.isAlternate()).toBe(false);
  const words = screen.replaceAll(/\s+/g, ' ');
  expect(words).toContain('shop: starting, stage 3 of 4 backend, 4 of 6 ready');
  expect(words).toContain('web: waiting, waits for api');
  expect(words).toContain('api: not ready yet, try 3: 503 "db pool warming", selected');
  expect(words).not.toMatch(/[│─▾▸◐]/);
  await face.close(run);
});
