import { describe, expect, it } from 'vitest';
import { frame, positionOf, type Source } from '../../src/core/source.ts';

const source = (text: string): Source => ({ path: 'file.yaml', folder: '/', text });

/** The line and its caret for the first occurrence of `part`. */
function framed(text: string, part: string): readonly [string, string] {
  const start = text.indexOf(part);
  return frame({ source: source(text), start, end: start + part.length });
}

describe('the place of a span', () => {
  it.each([
    [0, '1:1'],
    [2, '1:3'],
    [3, '2:1'],
    [4, '3:1'],
    [6, '3:3'],
  ])('at offset %d of "ab↵↵cd" is %s', (start, place) => {
    const { line, column } = positionOf({ source: source('ab\n\ncd'), start, end: start + 1 });
    expect(`${line}:${column}`).toBe(place);
  });
});

describe('the caret of a span', () => {
  it.each([
    ['letters', 'a: here', 'here', '   ^^^^'],
    ['letters with accents', 'é: here', 'here', '   ^^^^'],
    ['accents that are characters of their own', 'e\u0301: here', 'here', '   ^^^^'],
    ['a tab', '\ta: here', 'here', '    ^^^^'],
    ['characters of double width', '名前: here', 'here', '      ^^^^'],
    ['Hangul', '이름: here', 'here', '      ^^^^'],
    ['an emoji', '🐘: here', 'here', '    ^^^^'],
  ])('stands right after %s', (_, text, part, caret) => {
    expect(framed(text, part)[1]).toBe(caret);
  });

  it('is as wide as what it marks', () => {
    expect(framed('a: 名前', '名前')).toEqual(['a: 名前', '   ^^^^']);
  });

  it('ends with the line', () => {
    expect(framed('a: {\n}', '{\n}')).toEqual(['a: {', '   ^']);
  });

  it('is there where nothing is', () => {
    expect(frame({ source: source('a:'), start: 2, end: 2 })).toEqual(['a:', '  ^']);
  });

  it('stays near what it marks in a line without end', () => {
    const [line, caret] = framed(`${'x'.repeat(5000)}here${'y'.repeat(5000)}`, 'here');
    expect(line).toHaveLength(160);
    expect(line.slice(caret.indexOf('^'), caret.length)).toBe('here');
  });
});
