import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { cut, fitted, shortened, widthOf, wrap, wrapWords } from '../../src/ui/width.ts';

const red = '\u001b[31m';
const reset = '\u001b[0m';

describe('widthOf', () => {
  test.each([
    ['plain letters', 'abc', 3],
    ['letters with accents', 'héé', 3],
    ['an accent as a sign of its own', 'e\u0301', 1],
    ['wide characters', '世界', 4],
    ['an emoji of several parts', '👩‍💻', 2],
    ['lines, arrows and shapes', '│→▸✓◐', 5],
    ['colours', `${red}abc${reset}`, 3],
    ['colours around wide characters', `${red}世${reset}`, 2],
  ])('%s', (_, text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

test('signs that are known to be narrow are as wide as the tables of Unicode have it', () => {
  const signs = Array.from({ length: 0x2900 - 0xa0 }, (_, index) => String.fromCodePoint(0xa0 + index));
  expect(signs.filter((sign) => widthOf(sign) !== stringWidth(sign))).toEqual([]);
  // With the selector that asks for an emoji.
  expect(signs.map((sign) => `${sign}\ufe0f`).filter((sign) => widthOf(sign) !== stringWidth(sign))).toEqual([]);
});

describe('fitted', () => {
  test.each([
    ['a short text is filled up', 'ab', 4, 'ab  '],
    ['a text that fits stays', 'abcd', 4, 'abcd'],
    ['a long one is cut', 'abcdef', 4, 'abc…'],
    ['no half of a wide character is left', '世界世', 4, '世… '],
    ['colours do not count, and end where the text is cut', `${red}abcdef`, 4, `${red}abc…${reset}`],
    ['nothing fits into nothing', 'abc', 0, ''],
  ])('%s', (_, text, width, shown) => {
    expect(fitted(text, width)).toBe(shown);
  });
});

describe('shortened', () => {
  test.each([
    ['a name that fits stays', 'web#12', 6, 'web#12'],
    ['a long one keeps its beginning and its end', 'service-number-12', 9, 'serv…r-12'],
    ['in an even number of columns too', 'service-number-12', 10, 'servi…r-12'],
    ['of a wide one the beginning', '世界世界', 5, '世界…'],
    ['with hardly any room the beginning', 'service', 2, 's…'],
  ])('%s', (_, name, width, shown) => {
    expect(shortened(name, width)).toBe(shown);
  });
});

test('a sign of ASCII marks a cut where others can not be shown', () => {
  expect(cut('abcdef', 4, '~')).toBe('abc~');
});

describe('wrap', () => {
  test.each([
    ['a text that fits is one line', 'abc', ['abc']],
    ['a long one goes on below', 'abcdefgh', ['abcd', 'efgh']],
    ['a wide character is not torn', 'abc世d', ['abc', '世d']],
    ['a colour goes on below', `${red}abcdef${reset}`, [`${red}abcd${reset}`, `${red}ef${reset}`]],
  ])('%s', (_, text, lines) => {
    expect(wrap(text, 4)).toEqual(lines);
  });
});

describe('wrapWords', () => {
  test.each([
    ['a text that fits is one line', 'ab cd', ['ab cd']],
    ['a longer one is broken between words', 'abc def ghi', ['abc def', 'ghi']],
    ['a word that is too long is broken anywhere', 'abcdefghij', ['abcdefg', 'hij']],
    ['colours go on below', `${red}abcdefgh${reset}`, [`${red}abcdefg${reset}`, `${red}h${reset}`]],
    ['wide characters take two columns', '世界世界', ['世界世', '界']],
  ])('%s', (_, text, lines) => {
    expect(wrapWords(text, 7)).toEqual(lines);
  });
});
