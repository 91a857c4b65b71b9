import { expect, test } from 'vitest';
import { allReady, apiProbing } from '../shop.ts';
import type { HeadlessTerminal } from '../terminal.ts';
import { openScreen } from './open-screen.ts';

test('nothing is taken from the terminal before the first event', async () => {
  const { terminal } = await openScreen(80, 24);
  expect(terminal.bytes).toBe(0);
});

test('the screen is its own while it is open, and as before when it is closed', async () => {
  const { terminal, run, face } = await openScreen(80, 24);
  apiProbing(run);
  await terminal.until((seen) => seen.includes('ALL LOGS'));
  expect([terminal.isAlternate(), terminal.raw]).toEqual([true, true]);
  await face.close(run);
  await terminal.until(() => !terminal.isAlternate());
  expect([terminal.isAlternate(), terminal.raw, terminal.screen()]).toEqual([false, false, '']);
});

test('a run that is over at once leaves the terminal as it was', async () => {
  const { terminal, run, face } = await openScreen(80, 24);
  apiProbing(run);
  expect(terminal.raw).toBe(true);
  await face.close(run);
  await terminal.until((seen) => seen === '');
  expect([terminal.isAlternate(), terminal.raw]).toEqual([false, false]);
});

test('keys that are pressed as soon as the screen is there are not lost', async () => {
  const { terminal, run } = await openScreen(80, 24);
  apiProbing(run);
  terminal.type('?');
  await terminal.until((seen) => seen.includes('unit above'));
});

test('timers move while something starts', async () => {
  const { terminal, run } = await openScreen(80, 24);
  apiProbing(run);
  await terminal.until((seen) => seen.includes('00:02'));
  run.now += 5000;
  await terminal.until((seen) => seen.includes('00:07'));
});

test('nothing is drawn once everything is ready', async () => {
  const { terminal, run } = await openScreen(80, 24);
  allReady(run);
  await terminal.until((seen) => seen.includes('ready after 3.9s'));
  await terminal.idle();
  const before = terminal.bytes;
  run.now += 60_000;
  await terminal.idle();
  expect(terminal.bytes).toBe(before);
});

test('20,000 lines in a burst are all counted and cost few frames', async () => {
  const { terminal, run } = await openScreen(80, 24);
  allReady(run);
  await terminal.until((seen) => seen.includes('ready after 3.9s'));
  const before = terminal.bytes;
  run.log(5000, 'api', ...Array.from({ length: 20_000 }, (_, index) => `request ${index}`));
  await terminal.until((seen) => seen.includes('request 19999') && seen.includes('20006 lines'));
  expect(terminal.bytes - before).toBeLessThan(20_000);
});

test('no colour reaches the terminal with NO_COLOR', async () => {
  const { terminal, run } = await openScreen(80, 24, { NO_COLOR: '1', TERM: 'xterm-256color' });
  let written = '';
  terminal.stdout.on('data', (chunk: Buffer) => {
    written += chunk.toString();
  });
  apiProbing(run);
  await terminal.until((seen) => seen.includes('ALL LOGS'));
  expect(written).not.toMatch(/\[[0-9;]*m/);
});

test('the screen comes back whole from a program that left the cursor in the middle of a line', async () => {
  const shown = Promise.withResolvers<HeadlessTerminal>();
  const shell = async (): Promise<void> => void (await shown.promise).stdout.write('no line end');
  const { terminal, run } = await openScreen(80, 24, {}, { shell });
  shown.resolve(terminal);
  allReady(run);
  const before = await terminal.until((seen) => seen.includes('6/6 ready'));
  terminal.type('E', 'z');
  const after = await terminal.until((seen) => seen.includes('3.9s') && !seen.includes('ALL LOGS'));
  expect(after.split('\n')[0]).toBe(before.split('\n')[0]);
});

test('a run that ends while another program has the terminal waits for that program', async () => {
  const left = Promise.withResolvers<void>();
  const { terminal, run, face } = await openScreen(80, 24, {}, { shell: () => left.promise });
  allReady(run);
  await terminal.until((seen) => seen.includes('6/6 ready'));
  terminal.type('E');
  await terminal.until(() => !terminal.isAlternate());
  const order: string[] = [];
  const closed = face.close(run).then(() => order.push('closed'));
  await terminal.idle();
  order.push('left');
  left.resolve();
  await closed;
  expect(order).toEqual(['left', 'closed']);
  expect([terminal.isAlternate(), terminal.raw]).toEqual([false, false]);
});

test('a program that is asked for twice at once is begun once', async () => {
  let begun = 0;
  const { terminal, run } = await openScreen(80, 24, {}, { pager: async () => void begun++ });
  allReady(run);
  await terminal.until((seen) => seen.includes('6/6 ready'));
  terminal.type('LLz');
  await terminal.until((seen) => !seen.includes('ALL LOGS') && seen.includes('3.9s'));
  expect(begun).toBe(1);
  expect(terminal.screen()).not.toContain('already');
});
