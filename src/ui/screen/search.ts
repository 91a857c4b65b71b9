import { rowsBelow } from './scroll.ts';
import type { KeyContext, ScreenState } from './state.ts';

/** Goes to the next match, or the one before; round at the ends. The match stands in the middle where it can. */
export function gone(state: ScreenState, context: KeyContext, way: 'on' | 'back'): ScreenState {
  if (state.search === undefined)
    return { ...state, notice: { tone: 'warn', text: 'nothing is searched for: / finds' } };
  const found = context.query(state, 'found');
  const from = state.match ?? state.bottom ?? Number.POSITIVE_INFINITY;
  const next = way === 'on' ? found.following(1, from)[0] : found.window(1, from === state.match ? from - 1 : from)[0];
  const match = next ?? (way === 'on' ? found.following(1, 0)[0] : found.window(1)[0]);
  if (match === undefined) {
    const text = context.isLooking()
      ? 'older lines are being looked through: n goes to what is found'
      : `nothing matches ${state.search.source}`;
    return { ...state, match: undefined, notice: { tone: 'warn', text } };
  }
  // Holding at the end too: what comes in must not move the match away.
  const bottom = rowsBelow(state, context, match.place, 0.5).at(-1)?.place ?? match.place;
  const notice = next === undefined ? { tone: 'warn' as const, text: 'went on at the other end' } : undefined;
  return { ...state, match: match.place, bottom, notice };
}
