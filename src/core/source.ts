/** A text that problems can point into. `path` is shown to people as it stands. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** absolute; where relative paths in it count from */
  readonly folder: string;
}

/** A half-open range of UTF-16 offsets in a source. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Line and column, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where a span starts. */
export function positionOf({ source, start }: Span): Position {
  const starts = lineStarts(source);
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= start) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: start - (starts[low] ?? 0) + 1 };
}

/** A file with thousands of problems is asked as often. */
const known = new WeakMap<Source, readonly number[]>();

function lineStarts(source: Source): readonly number[] {
  const cached = known.get(source);
  if (cached !== undefined) return cached;
  const starts = [0];
  for (let at = source.text.indexOf('\n'); at !== -1; at = source.text.indexOf('\n', at + 1)) starts.push(at + 1);
  known.set(source, starts);
  return starts;
}

/** `path:line:column`, the form that terminals and editors make clickable. */
export function locate(span: Span): string {
  const { line, column } = positionOf(span);
  return `${span.source.path}:${line}:${column}`;
}

const longestShownLine = 160;

/** The first line of a span with a caret line below it; tabs become single blanks so that the caret stands right. */
export function frame(span: Span): readonly [string, string] {
  const { text } = span.source;
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const nextBreak = text.indexOf('\n', span.start);
  const line = text.slice(lineStart, nextBreak === -1 ? text.length : nextBreak).replace(/\r$/, '');
  const from = span.start - lineStart;
  const skipped = from > longestShownLine / 2 ? from - longestShownLine / 2 : 0;
  const shown = line.slice(skipped, skipped + longestShownLine).replaceAll('\t', ' ');
  const marked = shown.slice(from - skipped, Math.max(span.end - lineStart - skipped, from - skipped + 1));
  const caret = ' '.repeat(widthOf(shown.slice(0, from - skipped))) + '^'.repeat(Math.max(1, widthOf(marked)));
  return [shown, caret];
}

const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]/u;
const narrowest = /[\p{Mark}\u200B-\u200D]/u;

/** Columns that a text takes in a terminal. */
function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return [...text].reduce((width, char) => width + (narrowest.test(char) ? 0 : wide.test(char) ? 2 : 1), 0);
}
