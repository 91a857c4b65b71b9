import { expect, test } from 'vitest';
import { LogBuffer } from '../../src/run/log-buffer.ts';

function filled(): LogBuffer {
  const buffer = new LogBuffer(3);
  for (let index = 0; index < 10; index++) buffer.push(`${index}`);
  return buffer;
}

test('the last lines are kept, the oldest go first', () => {
  const buffer = filled();
  expect([buffer.length, buffer.last(9)]).toEqual([3, ['7', '8', '9']]);
  expect([buffer.at(0), buffer.at(2), buffer.at(3)]).toEqual(['7', '9', undefined]);
});

test('what turns out to be sensitive is rewritten in the lines that are kept', () => {
  const buffer = filled();
  buffer.rewrite((line) => line.replace('8', '•'));
  expect(buffer.last(2)).toEqual(['•', '9']);
});
