import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import lineUpdate from '../../../src/ui/ink/line-update.ts';
import { widthOf } from '../../../src/ui/width.ts';

const columns = 24;
const esc = '\u001b';

/** Each cell of the first line with its colours, after these texts were written. */
async function cellsAfter(...written: readonly string[]): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows: 2, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(written.join(''), resolve));
  const line = terminal.buffer.active.getLine(0);
  return Array.from({ length: columns }, (_, column) => {
    const cell = line?.getCell(column);
    return `${cell?.getChars() || ' '} ${cell?.getFgColor()} ${cell?.isBold()} ${cell?.isDim()}`;
  });
}

const lines = [
  '',
  'web  ready',
  'web  starting 12 s',
  'web  starting 13 s',
  `${esc}[32mweb${esc}[0m  ready`,
  `${esc}[32mweb${esc}[0m  stopped`,
  `${esc}[31mweb${esc}[0m  ready`,
  `${esc}[32mweb  ready${esc}[39m`,
  `${esc}[1m${esc}[32mweb${esc}[22m  ready${esc}[0m`,
  `${esc}[1m${esc}[32mweb${esc}[22m  re${esc}[0m`,
  'web │ größer → 200',
  'web │ größer → 404',
  'web │ 世界 one',
  'web │ 世界 two',
  'web │ 世 two',
  'web │ cafe ok',
  'web │ cafe\u0301 ok',
  'web │ cafe\u0300 ok',
  'web │ 👩‍💻 ok',
  'web │ 👩 ok',
  'exactly as wide as it is',
  'exactly as wide as it was'.slice(0, columns),
];
const pairs = lines.flatMap((previous) => lines.map((next) => [previous, next] as const));

describe('a changed line', () => {
  test.each(pairs)('%j becomes %j', async (previous, next) => {
    const shown = await cellsAfter(previous, '\r', lineUpdate(previous, next, columns));
    expect(shown).toEqual(await cellsAfter(next));
  });

  test('is written from where it differs, and as a whole where that is shorter', () => {
    const update = lineUpdate('web  starting 12 s', 'web  starting 13 s', columns);
    expect(update.length).toBeLessThan('web  starting 13 s'.length);
    expect(lineUpdate('abc', 'xyz', columns)).toContain('xyz');
  });

  test('is written as a whole where the terminal is narrower, or its width is not known', () => {
    const long = 'a'.repeat(columns);
    for (const width of [columns - 1, undefined, Number.NaN, 0]) {
      expect(widthOf(lineUpdate(`${long}b`, `${long}c`, width))).toBeGreaterThan(columns);
    }
  });
});
