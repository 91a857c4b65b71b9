import { expect, test } from 'vitest';
import { LogBuffer } from '../../src/run/log-buffer.ts';

test('the last lines are kept, the oldest go first', () => {
  const buffer = new LogBuffer(3);
  for (let index = 0; index < 10; index++) buffer.push(`${index}`);
  expect(buffer.lines()).toEqual(['7', '8', '9']);
});
