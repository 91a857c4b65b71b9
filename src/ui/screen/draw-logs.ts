import type { LogRow } from '../logs/log-query.ts';
import { type RowStyle, rowLines } from '../logs/log-rows.ts';
import type { Pattern } from '../logs/pattern.ts';
import { instancesOf, labelOf } from '../select/unit-text.ts';
import { cut, widthOf } from '../width.ts';
import type { Frame } from './frame.ts';
import type { Mark } from './state.ts';
import { subjectOf } from './tree.ts';

const longestLabel = 16;

function whoseLogs({ view, state }: Frame): string {
  const subject = subjectOf(state, view);
  if (state.logs === 'all' || subject === undefined) return 'ALL LOGS';
  return subject.kind === 'unit' ? `LOGS ${labelOf(view, subject.instance)}` : `LOGS of stage ${subject.name}`;
}

/** Parts of the title: whose logs, whether they go on, and by what they are searched and filtered, in so many columns. */
function titleParts({ state, logs, found, scanning, theme }: Frame, columns: number, whose: string): readonly string[] {
  const { paint, glyphs } = theme;
  const newer = state.bottom === undefined ? 0 : logs.countAfter(state.bottom);
  const before = state.match === undefined || found === undefined ? undefined : found.countAfter(state.match);
  const matches =
    found === undefined ? '' : before === undefined ? `${found.length}` : `${found.length - before}/${found.length}`;
  const named = (sign: string, { source }: Pattern): string => sign + cut(source, columns, glyphs.ellipsis);
  return [
    paint(state.pane === 'logs' ? 'title' : 'strong', whose),
    state.bottom === undefined ? paint('good', 'follow') : paint('warn', `held ${glyphs.dot} ${newer} newer`),
    ...(state.search === undefined ? [] : [`${paint('title', named('/', state.search))} ${paint('dim', matches)}`]),
    ...(state.filter === undefined ? [] : [paint('warn', named('&', state.filter))]),
    ...(scanning ? [paint('busy', `looking${glyphs.ellipsis}`)] : []),
  ];
}

const leastPattern = 3;

/** Whose logs, whether they go on, how many lines; and by what they are filtered and searched. Patterns give way first. */
function titleOf(frame: Frame): string {
  const { state, logs, layout, theme } = frame;
  const total = state.filter === undefined && state.cleared === 0 ? totalOf(frame) : logs.length;
  const lines = theme.paint('dim', total === 1 ? '1 line' : `${total} lines`);
  const titled = (columns: number): string => titleParts(frame, columns, whoseLogs(frame)).join('  ');
  const room = layout.logWidth - 1;
  const whole = titled(Number.POSITIVE_INFINITY);
  if (widthOf(whole) + widthOf(lines) + 2 <= room) return `${whole}  ${lines}`;
  const patterns = [state.search, state.filter].filter((pattern) => pattern !== undefined).length;
  return titled(Math.max(leastPattern, Math.floor((room - widthOf(titled(0))) / Math.max(1, patterns))));
}

/** Lines that have come, whatever of them is kept. */
function totalOf({ view, state, book }: Frame): number {
  const subject = subjectOf(state, view);
  if (state.logs === 'all' || subject === undefined) return book.total(book.instances());
  return book.total(subject.kind === 'unit' ? [subject.instance] : subject.instances);
}

function markLine({ number, at }: Mark, { theme, layout }: Frame): string {
  const { rule } = theme.glyphs;
  const text = `${rule}${rule} mark ${number} ${new Date(at).toTimeString().slice(0, 8)} `;
  return theme.paint('warn', ` ${text}${rule.repeat(Math.max(0, layout.logWidth - text.length - 2))}`);
}

/** The marks that stand between two places. */
const marksIn = (frame: Frame, from: number, to: number): readonly string[] =>
  frame.state.marks.filter(({ place }) => place >= from && place < to).map((mark) => markLine(mark, frame));

/** Rows from the bottom up, until the pane is full; of a line that does not fit alone, its beginning. */
function bodyLines(frame: Frame, rows: readonly LogRow[], style: RowStyle, height: number): readonly string[] {
  const { view, state } = frame;
  let lines: string[] = [];
  let later = state.bottom === undefined ? Number.POSITIVE_INFINITY : (rows.at(-1)?.place ?? 0) + 1;
  for (const row of rows.toReversed()) {
    const marks = marksIn(frame, row.place, later);
    const own = rowLines(row, labelOf(view, row.instance), style);
    const fitting = lines.length === 0 && own.length > height ? own.slice(0, height) : own;
    lines = [...fitting, ...marks, ...lines];
    later = row.place;
    if (lines.length >= height) break;
  }
  return lines.slice(-height);
}

function styleOf({ view, state, layout, theme }: Frame): RowStyle {
  const widest = Math.max(0, ...instancesOf(view).map((instance) => labelOf(view, instance).length));
  return {
    theme,
    width: layout.logWidth,
    labelWidth: Math.min(longestLabel, widest),
    ...state.style,
    search: state.search,
    match: state.match,
  };
}

/** How many lines each of these neighbours takes in the pane, with the marks after it. */
export function rowHeights(frame: Frame, rows: readonly LogRow[]): readonly number[] {
  const style = styleOf(frame);
  return rows.map((row, index) => {
    const marks = marksIn(frame, row.place, rows[index + 1]?.place ?? row.place + 1).length;
    return marks + (style.wrap || style.pretty ? rowLines(row, '', style).length : 1);
  });
}

/** The log lines that fit, of all units, of a stage or of one unit. Only what is seen is drawn. */
export function logLines(frame: Frame): readonly string[] {
  const { logs, state, layout, theme } = frame;
  const height = Math.max(0, layout.bodyHeight - 1);
  const style = styleOf(frame);
  const body = height === 0 ? [] : bodyLines(frame, logs.window(height, state.bottom), style, height);
  return [` ${titleOf(frame)}`, ...body].map((line) => cut(line, layout.logWidth, theme.glyphs.ellipsis));
}
