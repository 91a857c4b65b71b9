import type { RunView } from '../../core/run-view.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import type { LogBook } from '../logs/log-book.ts';
import type { LogQuery, LogRow } from '../logs/log-query.ts';
import type { Pattern } from '../logs/pattern.ts';
import type { Facts, LookAhead } from './desk.ts';
import type { Overlay } from './key-table.ts';
import type { Size } from './layout.ts';
import type { Prompt } from './prompt.ts';

/** A line between the lines of a log that a person has set. */
export interface Mark {
  /** after the line with this place */
  readonly place: number;
  readonly number: number;
  /** ms since the epoch */
  readonly at: number;
}

/** How lines are shown. */
export interface LineStyle {
  readonly wrap: boolean;
  readonly timestamps: boolean;
  readonly pretty: boolean;
}

/** What a person has chosen to see. */
export interface ScreenState {
  /** key of a row of the tree */
  readonly selected: string | undefined;
  /** names of the stages that are closed */
  readonly folded: ReadonlySet<string>;
  readonly pane: 'tree' | 'logs';
  readonly zoomed: boolean;
  readonly logs: 'all' | 'selected';
  readonly style: LineStyle;
  /** place of the last line that is shown while reading back; undefined: following */
  readonly bottom: number | undefined;
  /** lines up to this place have been cleared away */
  readonly cleared: number;
  readonly marks: readonly Mark[];
  readonly filter: Pattern | undefined;
  readonly search: Pattern | undefined;
  /** place of the match that was gone to last */
  readonly match: number | undefined;
  readonly overlay: Overlay;
  /** first line of the overlay that is shown */
  readonly scrolled: number;
  readonly prompt: Prompt | undefined;
  /** what an action came to; goes with the next key */
  readonly notice: { readonly tone: 'good' | 'warn' | 'bad'; readonly text: string } | undefined;
  readonly facts: { readonly instance: InstanceId; readonly facts: readonly Facts[] } | undefined;
  readonly ahead: LookAhead | undefined;
  /** failures that have opened their panel by themselves */
  readonly shown: readonly InstanceId[];
  /** whether stopping was asked for, so that the next ^C kills */
  readonly stopAsked: boolean;
}

/** What is seen when the screen opens. */
export const firstState: ScreenState = {
  selected: undefined,
  folded: new Set(),
  pane: 'tree',
  zoomed: false,
  logs: 'all',
  style: { wrap: false, timestamps: false, pretty: false },
  bottom: undefined,
  cleared: 0,
  marks: [],
  filter: undefined,
  search: undefined,
  match: undefined,
  overlay: 'none',
  scrolled: 0,
  prompt: undefined,
  notice: undefined,
  facts: undefined,
  ahead: undefined,
  shown: [],
  stopAsked: false,
};

/** What a key acts upon. */
export interface KeyContext {
  readonly view: RunView;
  readonly book: LogBook;
  readonly size: Size;
  /** ms since the epoch */
  readonly now: number;
  /** the lines that a state shows; with `found`, those of them that its search finds */
  readonly query: (state: ScreenState, found?: 'found') => LogQuery;
  /** how many lines of the log pane each of these neighbours takes */
  readonly heights: (state: ScreenState, rows: readonly LogRow[]) => readonly number[];
  /** whether older lines are being looked through, so that more may be found */
  readonly isLooking: () => boolean;
  /** how many lines the overlay of a state has */
  readonly overlayLength: (state: ScreenState) => number;
}

/** The panel opens by itself for each new failure; it changes nothing else, and waits while something else is looked at. */
export function withFailures(state: ScreenState, view: RunView): ScreenState {
  const failed = [...view.states].flatMap(([instance, { phase }]) => (phase === 'failed' ? [instance] : []));
  // One that was started again may fail again.
  const shown = state.shown.filter((instance) => failed.includes(instance));
  const isNew = failed.some((instance) => !shown.includes(instance));
  const isOpen = state.overlay === 'failure';
  if (isOpen && failed.length === 0) return { ...state, shown, overlay: 'none', scrolled: 0 };
  if (!isNew || (state.overlay !== 'none' && !isOpen) || state.prompt !== undefined) {
    return shown.length === state.shown.length ? state : { ...state, shown };
  }
  return { ...state, overlay: 'failure', scrolled: isOpen ? state.scrolled : 0, shown: failed };
}
