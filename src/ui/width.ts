import stringWidth from 'string-width';

const esc = String.fromCharCode(27);
/** a sequence of colours */
const sequence = new RegExp(`${esc}\\[[0-9;:]*m`, 'gu');
const printable = /^[ -~]*$/;
const reset = `${esc}[0m`;
let segmenter: Intl.Segmenter | undefined;

/**
 * Characters that are surely one column wide, from and to: Latin, Greek and Cyrillic letters, currencies, arrows,
 * mathematics, keys, lines, blocks, shapes and Braille, without those that terminals draw as emoji, which are left to the
 * library's tables.
 */
const narrowRanges: readonly (readonly [from: number, to: number])[] = [
  [0x20, 0x7e],
  [0xa1, 0xac],
  [0xae, 0x2ff],
  [0x370, 0x482],
  [0x2010, 0x2027],
  [0x20a0, 0x20c0],
  [0x2190, 0x2193],
  [0x219a, 0x21a8],
  [0x21ab, 0x2319],
  [0x231c, 0x2327],
  [0x232b, 0x23ce],
  [0x23d0, 0x23e8],
  [0x2500, 0x25a9],
  [0x25ac, 0x25b5],
  [0x25b7, 0x25bf],
  [0x25c1, 0x25fa],
  [0x2713, 0x2713],
  [0x2717, 0x2717],
  [0x2800, 0x28ff],
];
const narrow = new Uint8Array(0x2900);
for (const [from, to] of narrowRanges) narrow.fill(1, from, to + 1);

const [escCode, bracketCode, zeroCode, semicolonCode, endCode] = [0x1b, 0x5b, 0x30, 0x3b, 0x6d];

/** Whether a character, by its UTF-16 code, is surely one column wide, and belongs to none before it. */
export const isNarrow = (code: number): boolean => narrow[code] === 1;

/** Where the sequence of colours that begins at an index ends; the index itself where none does. */
export function afterColors(text: string, start: number): number {
  if (text.charCodeAt(start) !== escCode || text.charCodeAt(start + 1) !== bracketCode) return start;
  let at = start + 2;
  // Digits, colons and semicolons follow one another.
  while (text.charCodeAt(at) >= zeroCode && text.charCodeAt(at) <= semicolonCode) at++;
  return text.charCodeAt(at) === endCode ? at + 1 : start;
}

/** Where a text of narrow characters and colours has taken up so many columns, and how many it has; undefined: it is none. */
function walk(text: string, most: number): { readonly at: number; readonly columns: number } | undefined {
  let columns = 0;
  let at = 0;
  while (at < text.length) {
    if (isNarrow(text.charCodeAt(at))) {
      if (columns === most) break;
      columns++;
      at++;
      continue;
    }
    const after = afterColors(text, at);
    if (after === at) return undefined;
    at = after;
  }
  return { at, columns };
}

/** Columns that a text takes up; sequences of colours take none. */
export function widthOf(text: string): number {
  return walk(text, Number.POSITIVE_INFINITY)?.columns ?? stringWidth(text.replaceAll(sequence, ''));
}

interface Piece {
  readonly text: string;
  readonly columns: number;
}

/** The text piece by piece: sequences of colours, and characters with the marks that belong to them. */
function* piecesOf(text: string): Generator<Piece> {
  let last = 0;
  for (const match of text.matchAll(sequence)) {
    yield* charactersOf(text.slice(last, match.index));
    yield { text: match[0], columns: 0 };
    last = match.index + match[0].length;
  }
  yield* charactersOf(text.slice(last));
}

function* charactersOf(text: string): Generator<Piece> {
  if (printable.test(text)) {
    for (const char of text) yield { text: char, columns: 1 };
    return;
  }
  // Made with the first text that needs it: it takes a while, and most have none.
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield { text: segment, columns: widthOf(segment) };
}

/** The beginning of a text, in at most so many columns. */
function beginning(text: string, width: number): string {
  const walked = walk(text, width);
  if (walked !== undefined) return text.slice(0, walked.at);
  let kept = '';
  let columns = 0;
  for (const piece of piecesOf(text)) {
    if (columns + piece.columns > width) break;
    kept += piece.text;
    columns += piece.columns;
  }
  return kept;
}

/** A text in at most so many columns, with a sign at its end where something had to go. Colours end with it. */
export function cut(text: string, width: number, ellipsis = '…'): string {
  if (widthOf(text) <= width) return text;
  if (width <= 0) return '';
  const kept = beginning(text, width - 1);
  return `${kept}${ellipsis}${kept.includes(esc) ? reset : ''}`;
}

/** A name in at most so many columns: what names have in common stands at their beginning, what tells them apart at the end. */
export function shortened(name: string, width: number, ellipsis = '…'): string {
  const room = width - 1;
  if (widthOf(name) <= width || room < 2 || !printable.test(name)) return cut(name, width, ellipsis);
  return name.slice(0, Math.ceil(room / 2)) + ellipsis + name.slice(name.length - Math.floor(room / 2));
}

/** A text in exactly so many columns: cut, or filled up with blanks. */
export function fitted(text: string, width: number, ellipsis = '…'): string {
  const columns = widthOf(text);
  if (columns <= width) return text + ' '.repeat(width - columns);
  const shown = cut(text, width, ellipsis);
  return shown + ' '.repeat(Math.max(0, width - widthOf(shown)));
}

/** A text on as many lines of at most so many columns as it takes, broken anywhere; colours go on on the next line. */
export function wrap(text: string, width: number): readonly string[] {
  if (width <= 0 || widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  let colors = '';
  for (const piece of piecesOf(text)) {
    if (piece.columns === 0 && piece.text.startsWith(esc)) colors = piece.text === reset ? '' : colors + piece.text;
    if (columns + piece.columns > width) {
      lines.push(colors === '' ? line : line + reset);
      line = colors;
      columns = 0;
    }
    line += piece.text;
    columns += piece.columns;
  }
  return [...lines, line];
}

/** The same, broken between words where it can be: only a text of letters of one column, without colours, is. */
export function wrapWords(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text];
  if (text.includes(esc) || walk(text, Number.POSITIVE_INFINITY) === undefined) return wrap(text, width);
  const pieces = new RegExp(`\\S.{0,${width - 1}}(?=\\s|$)|\\S.{0,${width - 1}}`, 'gu');
  return text.match(pieces) ?? [text];
}
