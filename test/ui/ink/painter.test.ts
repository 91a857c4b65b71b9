import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { Painter } from '../../../src/ui/ink/painter.ts';

const columns = 10;

/** What a terminal of three rows shows after these screens, one after the other. */
async function shown(...screens: readonly (readonly string[])[]): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows: 3, allowProposedApi: true });
  const painter = new Painter();
  const written = screens.map((rows) => painter.update(rows, columns, undefined)).join('');
  await new Promise<void>((resolve) => terminal.write(written, resolve));
  return [0, 1, 2].map((row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '');
}

describe('a terminal shows', () => {
  test.each([
    ['every row where it belongs', [['one', 'two', 'three']], ['one', 'two', 'three']],
    ['nothing of a longer row below a shorter one', [['long row'], ['row']], ['row', '', '']],
    ['the last character of a row that fills it', [['0123456789', 'two']], ['0123456789', 'two', '']],
    ['wide characters up to the edge', [['世界世界世', 'two']], ['世界世界世', 'two', '']],
    [
      'what changed and what did not',
      [
        ['one', 'two'],
        ['one', '2', 'three'],
      ],
      ['one', '2', 'three'],
    ],
  ])('%s', async (_, screens, rows) => {
    expect(await shown(...screens)).toEqual(rows);
  });
});

describe('nothing is written', () => {
  test('for a screen that is there already', () => {
    const painter = new Painter();
    painter.update(['one', 'two'], columns, undefined);
    expect(painter.update(['one', 'two'], columns, undefined)).toBe('');
  });

  test('for the rows that did not change', () => {
    const painter = new Painter();
    painter.update(['one', 'two'], columns, undefined);
    const update = painter.update(['one', 'other'], columns, undefined);
    expect(update).toContain('other');
    expect(update).not.toContain('one');
  });
});

test('all is written again where somebody else has written', () => {
  const painter = new Painter();
  const first = painter.update(['one', 'two'], columns, undefined);
  painter.forget();
  expect(painter.update(['one', 'two'], columns, undefined)).toBe(first);
});

test('the cursor is seen where something is being typed, and nowhere else', async () => {
  const terminal = new xterm.Terminal({ cols: columns, rows: 3, allowProposedApi: true });
  const painter = new Painter();
  const typing = painter.update(['one', 'two', '/ab'], columns, { column: 3, row: 2 });
  await new Promise<void>((resolve) => terminal.write(typing, resolve));
  expect([terminal.buffer.active.cursorX, terminal.buffer.active.cursorY]).toEqual([3, 2]);
  expect(typing).toContain('[?25h');
  expect(painter.update(['one', 'two', 'keys'], columns, undefined)).toContain('[?25l');
});
