import stringWidth from 'string-width';

const esc = String.fromCharCode(27);
/** a sequence of colours, or a character as people see it */
const sequence = new RegExp(`${esc}\\[[0-9;:]*m`, 'gu');
const printable = /^[ -~]*$/;
const reset = `${esc}[0m`;
let segmenter: Intl.Segmenter | undefined;

/**
 * Characters that are surely one column wide: Latin, Greek and Cyrillic letters, currencies, arrows, mathematics, keys,
 * lines, blocks, shapes and Braille, without those that terminals draw as emoji, which are left to the library's tables.
 */
const narrow =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u20a0-\u20c0\u2190-\u2193\u219a-\u21a8\u21ab-\u2319\u231c-\u2327\u232b-\u23ce\u23d0-\u23e8\u2500-\u25a9\u25ac-\u25b5\u25b7-\u25bf\u25c1-\u25fa\u2713\u2717\u2800-\u28ff]*$/;

/** Columns that a text takes up; sequences of colours take none. */
export function widthOf(text: string): number {
  if (narrow.test(text)) return text.length;
  const bare = text.includes(esc) ? text.replaceAll(sequence, '') : text;
  return narrow.test(bare) ? bare.length : stringWidth(bare);
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

/** A text in at most so many columns, with a sign at its end where something had to go. Colours end with it. */
export function cut(text: string, width: number, ellipsis = '…'): string {
  if (text.length <= width && printable.test(text)) return text;
  if (widthOf(text) <= width) return text;
  if (width <= 0) return '';
  if (printable.test(text)) return `${text.slice(0, width - 1)}${ellipsis}`;
  let kept = '';
  let columns = 0;
  for (const piece of piecesOf(text)) {
    if (columns + piece.columns > width - 1) break;
    kept += piece.text;
    columns += piece.columns;
  }
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
  if (!narrow.test(text)) return wrap(text, width);
  const pieces = new RegExp(`\\S.{0,${width - 1}}(?=\\s|$)|\\S.{0,${width - 1}}`, 'gu');
  return text.match(pieces) ?? [text];
}
