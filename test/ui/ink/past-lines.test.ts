import { expect, test } from 'vitest';
import type { Desk } from '../../../src/ui/screen/desk.ts';
import { beginning, type ScriptedRun } from '../scripted-run.ts';
import { allReady } from '../shop.ts';
import type { HeadlessTerminal } from '../terminal.ts';
import { openScreen } from './open-screen.ts';

/** The api writes this many lines from here on, one each ms: more than the screen keeps. */
const count = 12_000;
const from = 5000;
const text = (line: number): string => (line % 1000 === 7 ? `needle ${line}` : `straw ${line}`);

interface Asked {
  readonly before: number;
  readonly since: string | undefined;
}

/** What the engine has of the api: all that it wrote so far, however much of it the screen still keeps. */
function engineLog(written: { count: number }): Pick<Desk, 'linesBefore'> & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    async *linesBefore(instance, before, since) {
      if (instance !== 'api#1') return;
      asked.push({ before, since });
      for (let line = since === undefined ? 0 : Number(since) + 1; line < written.count; line++) {
        const at = beginning + from + line;
        if (at >= before) return;
        yield { line: text(line), at, cursor: String(line) };
      }
    },
  };
}

function write(run: ScriptedRun, first: number, last: number): void {
  for (let line = first; line < last; line++) run.log(from + line, 'api', text(line));
}

async function flooded(desk = engineLog({ count })): Promise<{ terminal: HeadlessTerminal; run: ScriptedRun }> {
  const { terminal, run } = await openScreen(120, 40, { NO_COLOR: '1' }, desk);
  allReady(run);
  await terminal.until((seen) => seen.includes('ready after 3.9s'));
  write(run, 0, count);
  await terminal.until((seen) => seen.includes(`straw ${count - 1}`));
  return { terminal, run };
}

test('a filter shows all that matches, also what only the engine keeps', async () => {
  const { terminal } = await flooded();
  terminal.type('&', 'needle', '\r');
  const screen = await terminal.until((seen) => seen.includes('needle 7') && !seen.includes('looking'));
  const shown = screen.match(/needle \d+/g)?.filter((each, index, all) => all.indexOf(each) === index);
  expect(shown).toEqual(Array.from({ length: 12 }, (_, index) => `needle ${index * 1000 + 7}`));
  expect(screen).toContain('12 lines');
});

test('a search goes to a line that only the engine keeps', async () => {
  const { terminal } = await flooded();
  terminal.type('/', 'needle 1007', '\r');
  await terminal.until((seen) => seen.includes('/needle 1007 1 ') && !seen.includes('looking'));
  terminal.type('n');
  const screen = await terminal.until((seen) => seen.includes('api     ▸ needle 1007'));
  expect(screen).toContain('/needle 1007 1/1');
});

test('what a flood pushes out after that is found as well, and nothing is read twice', async () => {
  const written = { count };
  const desk = engineLog(written);
  const { terminal, run } = await flooded(desk);
  terminal.type('&', 'needle', '\r');
  await terminal.until((seen) => seen.includes('12 lines') && !seen.includes('looking'));
  written.count = 3 * count;
  write(run, count, 3 * count);
  await terminal.until((seen) => seen.includes('36 lines') && !seen.includes('looking'));
  expect(desk.asked.map(({ since }) => since)).toEqual([undefined, String(count - 2)]);
});

test('what can not be read is left out, and what the screen keeps is found', async () => {
  const desk: Pick<Desk, 'linesBefore'> = {
    // biome-ignore lint/correctness/useYield: it fails before its first line
    async *linesBefore() {
      throw new Error('the container is gone');
    },
  };
  const { terminal } = await openScreen(120, 40, { NO_COLOR: '1' }, desk).then(async ({ terminal, run }) => {
    allReady(run);
    write(run, 0, count);
    await terminal.until((seen) => seen.includes(`straw ${count - 1}`));
    return { terminal };
  });
  terminal.type('&', 'needle', '\r');
  await terminal.until((seen) => seen.includes('10 lines') && !seen.includes('looking'));
});
