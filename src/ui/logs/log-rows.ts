import { sanitizeLine, stripped } from '../sanitize.ts';
import type { Theme } from '../theme.ts';
import { cut, shortened, wrap } from '../width.ts';
import { timeOf } from './log-book.ts';
import type { LogRow } from './log-query.ts';
import type { Pattern } from './pattern.ts';

/** How lines are drawn. */
export interface RowStyle {
  readonly theme: Theme;
  /** columns */
  readonly width: number;
  /** names of units are filled up to so many columns */
  readonly labelWidth: number;
  readonly wrap: boolean;
  readonly timestamps: boolean;
  readonly pretty: boolean;
  readonly search: Pattern | undefined;
  /** place of the match that was gone to */
  readonly match: number | undefined;
}

/** `10:42:03.120`, where the reader is. */
function clockTime(at: number): string {
  const date = new Date(at);
  const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((value) => pad(value)).join(':');
  return `${time}.${pad(date.getMilliseconds(), 3)}`;
}

/** A JSON line spread over several; undefined where it is none. */
function spread(line: string): readonly string[] | undefined {
  const start = line.search(/[[{]/);
  if (start === -1) return undefined;
  try {
    const lines = JSON.stringify(JSON.parse(line.slice(start)), undefined, 2).split('\n');
    return start === 0 ? lines : [line.slice(0, start).trimEnd(), ...lines];
  } catch {
    return undefined;
  }
}

/** Found texts stand out; they are found in what can be read, so such a line loses its own colours. */
function highlighted(text: string, { search, theme }: RowStyle, isCurrent: boolean): string | undefined {
  const plain = stripped(text);
  const spans = search?.spans(plain) ?? [];
  if (spans.length === 0) return undefined;
  let shown = '';
  let last = 0;
  for (const [begin, end] of spans) {
    shown += plain.slice(last, begin) + theme.paint(isCurrent ? 'match' : 'found', plain.slice(begin, end));
    last = end;
  }
  return shown + plain.slice(last);
}

/** A line as it is drawn: one row, or several where it is broken or spread out; the name stands before the first. */
export function rowLines({ place, text }: LogRow, label: string, style: RowStyle): readonly string[] {
  const { theme, width, labelWidth } = style;
  const { bar, ellipsis, selected } = theme.glyphs;
  const separator = place === style.match ? ` ${theme.paint('title', selected)} ` : ` ${theme.paint('dim', bar)} `;
  const time = style.timestamps ? `${theme.paint('dim', clockTime(timeOf(place)))} ` : '';
  const room = Math.max(1, width - labelWidth - 4 - (style.timestamps ? 13 : 0));
  const texts = (style.pretty ? spread(stripped(text)) : undefined) ?? [text];
  const shown = texts.map(
    (each) => highlighted(each, style, place === style.match) ?? sanitizeLine(each, theme.colorLevel > 0),
  );
  const rows = style.wrap ? shown.flatMap((each) => wrap(each, room)) : shown.map((each) => cut(each, room, ellipsis));
  const name = theme.paintUnit(label, shortened(label, labelWidth, ellipsis).padEnd(labelWidth));
  const indent = ' '.repeat(labelWidth);
  return rows.map(
    (row, index) =>
      ` ${index === 0 ? name : indent}${separator}${index === 0 ? time : ' '.repeat(style.timestamps ? 13 : 0)}${row}`,
  );
}
