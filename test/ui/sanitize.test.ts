import { describe, expect, test } from 'vitest';
import { sanitizeLine } from '../../src/ui/sanitize.ts';

const esc = '\u001b';

describe('sanitizeLine', () => {
  test.each([
    ['leaves a plain line as it is', 'héllo 世界 ✓', 'héllo 世界 ✓'],
    ['expands tabs to the next stop of eight', 'ab\tc\td', 'ab      c       d'],
    ['shows what a carriage return left', '10 %\r50 %\r100 %', '100 %'],
    ['keeps what a shorter text after a carriage return does not cover', 'downloading\rDONE', 'DONEloading'],
    ['counts wide characters as two columns before a tab', '世界\tc', '世界    c'],
    ['drops the carriage return of a Windows line end', 'done\r', 'done'],
    ['drops cursor movements and erasures', `${esc}[2J${esc}[1;1Hup${esc}[K${esc}[?25l`, 'up'],
    ['drops a window title', `${esc}]0;title\u0007text`, 'text'],
    ['drops a link and keeps its text', `${esc}]8;;http://a.b${esc}\\text${esc}]8;;${esc}\\`, 'text'],
    ['drops a string that is never ended', `text${esc}Psecret`, 'text'],
    ['drops bells, nulls and single shifts', 'a\u0007b\u0000c\u008dd', 'abcd'],
    ['drops a lone escape at the end', `text${esc}`, 'text'],
    ['takes back what a backspace strikes over', 'N\bNAME', 'NAME'],
    ['takes back as many as there are backspaces', '10%\b\b\b100%', '100%'],
    ['shows the end of a spinner', '|\b/\b-\bdone', 'done'],
    ['drops what turns the direction of a text about', 'user\u202e\u2066nimda\u2069', 'usernimda'],
    ['drops signs without a width, and joiners that join nothing', 'a\u200bb\u200dc\ufeff', 'abc'],
    ['keeps the joiners of emoji and of scripts that have them', '👩‍💻 ❤️‍🔥 क्‍ष', '👩‍💻 ❤️‍🔥 क्‍ष'],
    ['shows separators of lines and paragraphs as blanks', 'a\u2028b\u2029c', 'a b c'],
    ['drops colours where colour is off', `${esc}[31mred${esc}[0m`, 'red'],
  ])('%s', (_, line, shown) => {
    expect(sanitizeLine(line, false)).toBe(shown);
  });

  test('keeps colours where colour is on, and lets none reach the next line', () => {
    expect(sanitizeLine(`${esc}[31mred${esc}[K`, true)).toBe(`${esc}[31mred${esc}[0m`);
  });

  test('does not count a colour as columns before a tab', () => {
    expect(sanitizeLine(`${esc}[1mab${esc}[0m\tc`, true)).toBe(`${esc}[1mab${esc}[0m      c${esc}[0m`);
  });
});
