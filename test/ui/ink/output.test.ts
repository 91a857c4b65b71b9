import { expect, test } from 'vitest';
import Output from '../../../src/ui/ink/output.ts';

const plain = { transformers: [] };

test('a frame has every text in its row, and rows that nobody wrote are empty', () => {
  const output = new Output({ width: 10, height: 4 });
  output.write(0, 0, 'head', plain);
  output.write(2, 2, 'one\ntwo', plain);
  expect(output.get()).toEqual({ output: 'head\n\n  one\n  two', height: 4 });
});

test('blanks at the end of a row are not written, and rows below the last are not there', () => {
  const output = new Output({ width: 10, height: 2 });
  output.write(0, 0, 'head   \nrow\nbelow', plain);
  expect(output.get().output).toBe('head\nrow');
});

test('what Ink does to the lines of a text is done to each', () => {
  const output = new Output({ width: 10, height: 2 });
  output.write(0, 0, 'a\nb', { transformers: [(line, index) => `${line}${index}`, (line) => `<${line}>`] });
  expect(output.get().output).toBe('<a0>\n<b1>');
});
