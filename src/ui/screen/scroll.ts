import type { LogRow } from '../logs/log-query.ts';
import { layoutOf } from './layout.ts';
import type { KeyContext, ScreenState } from './state.ts';

/** Lines of the log pane; its title takes one of the body. */
const linesOf = (state: ScreenState, { size }: KeyContext): number => Math.max(1, layoutOf(size, state).bodyHeight - 1);

/** How many of these, from the first on, fit into so many lines as a whole. */
function fitting(heights: readonly number[], lines: number): number {
  let sum = 0;
  const over = heights.findIndex((height) => {
    sum += height;
    return sum > lines;
  });
  return over === -1 ? heights.length : over;
}

/** The log lines that are seen as a whole, or else the one that is too long for the pane. */
export function rowsShown(state: ScreenState, context: KeyContext): readonly LogRow[] {
  const lines = linesOf(state, context);
  const rows = context.query(state).window(lines, state.bottom);
  const count = fitting(context.heights(state, rows).toReversed(), lines);
  return rows.slice(-Math.max(1, count));
}

/** The lines after a place that fit into the pane, or a part of it, together. */
export function rowsBelow(state: ScreenState, context: KeyContext, place: number, share = 1): readonly LogRow[] {
  const lines = Math.floor(linesOf(state, context) * share);
  const rows = context.query(state).following(lines, place);
  return rows.slice(0, fitting(context.heights(state, rows), lines));
}

/** The logs so many lines back (negative) or on; at the end they follow again, at the beginning the pane is full. */
export function scrolled(state: ScreenState, context: KeyContext, by: number): ScreenState {
  const first = Math.max(1, rowsBelow(state, context, 0).length);
  return { ...state, bottom: context.query(state).moved(state.bottom, by, first), match: undefined };
}

/** The logs a page back or on: no line is passed over, whatever room those between take. */
export function paged(state: ScreenState, context: KeyContext, way: 'back' | 'on'): ScreenState {
  if (way === 'back') return scrolled(state, context, -rowsShown(state, context).length);
  const below = state.bottom === undefined ? [] : rowsBelow(state, context, state.bottom);
  return scrolled(state, context, Math.max(1, below.length));
}

/** The logs from their oldest line on. */
export function fromOldest(state: ScreenState, context: KeyContext): ScreenState {
  const last = rowsBelow(state, context, 0).at(-1) ?? context.query(state).following(1, 0)[0];
  return { ...state, bottom: last?.place, match: undefined };
}
