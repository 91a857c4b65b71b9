import { fail, ok, type Result } from '../core/result.ts';

const blank = /\s/;

/**
 * Splits a command line into words as a POSIX shell does, with quotes and backslashes, without expanding anything.
 * The reason of a failure continues a sentence: `"command" …`.
 */
export function splitWords(line: string): Result<readonly string[], string> {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (blank.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "'" || char === '"') {
      const quoted = readQuoted(line, at);
      if (!quoted) return fail(`has a ${char} that is not closed`);
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else {
      if (char === '\\') at++;
      word = (word ?? '') + line.charAt(at);
    }
  }
  if (word !== undefined) words.push(word);
  return ok(words);
}

/** Text in quotes; `end` is where they close. Within double quotes a backslash protects any character, as Compose has it. */
function readQuoted(line: string, start: number): { readonly text: string; readonly end: number } | undefined {
  const quote = line[start];
  let text = '';
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return { text, end: at };
    if (quote === '"' && line[at] === '\\') at++;
    text += line.charAt(at);
  }
  return undefined;
}
