/** A command line up to the cursor, as a shell reads it. */
export interface ShellWords {
  /** without quotes; the last one is where the cursor is, and may be empty */
  readonly words: readonly string[];
  /** how many characters of the last word stand before what a completion replaces: up to a quote or a break */
  readonly kept: number;
  /** which quotes the cursor is between; '' none */
  readonly quote: string;
}

/** Splits a line into words as POSIX shells do. `breaks`: signs at which the shell begins to complete anew within a word. */
export function shellWords(line: string, breaks: string): ShellWords {
  const words: string[] = [];
  let word = '';
  let kept = 0;
  let quote = '';
  let isWord = false;
  const signs = Array.from(line)[Symbol.iterator]();
  for (const sign of signs) {
    if (quote === "'" || (quote === '"' && sign !== '\\')) {
      if (sign === quote) quote = '';
      else word += sign;
    } else if (sign === '\\') {
      word += signs.next().value ?? '';
      isWord = true;
    } else if (sign === "'" || sign === '"') {
      quote = sign;
      kept = word.length;
      isWord = true;
    } else if (/\s/.test(sign)) {
      if (isWord) words.push(word);
      [word, kept, isWord] = ['', 0, false];
    } else {
      word += sign;
      if (breaks.includes(sign)) kept = word.length;
      isWord = true;
    }
  }
  return { words: [...words, word], kept, quote };
}

/** A text as a shell reads it, outside of quotes or where `quote` is open. */
export function escaped(text: string, quote: string): string {
  switch (quote) {
    case "'":
      return text.replaceAll("'", `'\\''`);
    case '"':
      return text.replaceAll(/[$`"\\]/g, '\\$&');
    default:
      return text.replaceAll(/[^\w./:=@%+,-]/gu, '\\$&');
  }
}
