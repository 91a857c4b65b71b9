import { expect, test } from 'vitest';
import squashTextNodes from '../../../src/ui/ink/squash-text-nodes.ts';

const esc = '\u001b';
const text = (nodeValue: string) => ({ nodeName: '#text', nodeValue }) as const;

test('a row is the text that it was given, with its colours', () => {
  const row = `${esc}[1;38;5;2mready${esc}[0m │ 世界 ✓`;
  expect(squashTextNodes({ childNodes: [text(row)] })).toBe(row);
});

test('texts inside a text stand in their places', () => {
  expect(squashTextNodes({ childNodes: [text('a'), { childNodes: [text('b'), text('c')] }, text('d')] })).toBe('abcd');
});

test.each([
  ['a movement of the cursor', `a${esc}[2Jb`, 'ab'],
  ['a bell', 'a\u0007b', 'ab'],
  ['a title of the window', `a${esc}]0;title\u0007b`, 'ab'],
  ['a control sequence in one sign', 'a\u009b2Jb', 'a2Jb'],
])('no row has %s, and the rows around it stay', (_, unclean, clean) => {
  expect(squashTextNodes({ childNodes: [text(`first\n${unclean}\nlast`)] })).toBe(`first\n${clean}\nlast`);
});
