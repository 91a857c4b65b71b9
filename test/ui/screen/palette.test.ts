import { expect, test } from 'vitest';
import { proposals } from '../../../src/ui/screen/palette.ts';
import { shop } from '../shop.ts';

const textsFor = (typed: string): readonly string[] => proposals(typed, shop()).map(({ text }) => text);

test('a command whose name says all says it once', () => {
  expect(textsFor('next match')[0]).toBe('next match');
  expect(textsFor('other pane')[0]).toBe('other pane');
  expect(textsFor('timeline')[0]).toBe('timeline: when what was ready, and the critical path');
});
