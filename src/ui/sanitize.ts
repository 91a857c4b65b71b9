import { widthOf } from './width.ts';

const esc = '\\u001b';
const backspace = '\b';
// Built from text, so that no control character stands in the source.
const sequences = new RegExp(
  [
    `(?<color>${esc}\\[[0-9;:]*m)`,
    `${esc}\\[[0-?]*[ -/]*[@-~]`,
    // strings such as titles and links, up to their end
    `${esc}[\\]PX^_][^\\u0007\\u001b]*(?:\\u0007|${esc}\\\\|$)`,
    `${esc}[ -/]*[0-~]?`,
    `(?<tab>\\t)`,
    `[\\u0000-\\u001f\\u007f-\\u009f]`,
  ].join('|'),
  'gu',
);
const anyControl = /\p{Cc}/u;
const anyUnseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** Signs without a width of their own that turn the direction of a text about, or of which terminals keep a remainder. */
const unseen = new RegExp(
  [
    '[\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]',
    // A joiner that joins nothing: neither parts of an emoji nor letters of a script that has joiners.
    '(?<![\\p{Extended_Pictographic}\\p{M}\\u{1f3fb}-\\u{1f3ff}])\\u200d',
    '\\u200d(?![\\p{Extended_Pictographic}\\p{L}])',
  ].join('|'),
  'gu',
);
const separators = /[\u2028\u2029]/g;
const tabStop = 8;

/** What is left on the line where a program moved back to its start, as progress bars do: a shorter text covers only a part. */
function afterReturns(line: string): string {
  const parts = line.split('\r').filter((part) => part !== '');
  return parts.reduce((before, part) => (anyControl.test(before + part) ? part : part + before.slice(part.length)), '');
}

/** What is left where a program moved back by single columns, as spinners do. */
function afterBackspaces(line: string): string {
  if (!line.includes(backspace)) return line;
  const kept: string[] = [];
  for (const char of line) {
    if (char === backspace) kept.pop();
    else kept.push(char);
  }
  return kept.join('');
}

/**
 * A log line that moves no cursor and rings no bell: tabs become blanks, what a carriage return overwrote is gone, and
 * of the terminal's control sequences only colours stay, where colour is on. Signs that turn the direction of a text about
 * are dropped. Nothing of it reaches the next line.
 */
export function sanitizeLine(line: string, color: boolean): string {
  if (!anyUnseen.test(line)) return line;
  let text = '';
  let column = 0;
  let last = 0;
  let colored = false;
  const seen = line.replaceAll(unseen, '').replaceAll(separators, ' ');
  const source = afterBackspaces(afterReturns(seen));
  const append = (part: string): void => {
    text += part;
    column += widthOf(part);
  };
  for (const match of source.matchAll(sequences)) {
    append(source.slice(last, match.index));
    last = match.index + match[0].length;
    if (match.groups?.tab !== undefined) append(' '.repeat(tabStop - (column % tabStop)));
    else if (match.groups?.color !== undefined && color) {
      text += match[0];
      colored = true;
    }
  }
  append(source.slice(last));
  return colored ? `${text}${String.fromCharCode(27)}[0m` : text;
}

/** What of a log line can be read: without colours too. */
export const stripped = (line: string): string => sanitizeLine(line, false);
