import { wasUp } from '../select/progress.ts';
import { actOnUnits } from './act-on-units.ts';
import type { Effect } from './effect.ts';
import type { Action, Overlay } from './key-table.ts';
import { layoutOf } from './layout.ts';
import type { Step } from './press.ts';
import { openPrompt } from './prompt.ts';
import { fromOldest, paged, scrolled } from './scroll.ts';
import { gone } from './search.ts';
import type { KeyContext, LineStyle, ScreenState } from './state.ts';
import { folded, moved, subjectOf, toStage, unfolded } from './tree.ts';

// More than a buffer holds, and far from where adding loses precision.
const everything = 1e9;

const only = (state: ScreenState): Step => ({ state, effects: [] });
const withEffect = (state: ScreenState, effect: Effect): Step => ({ state, effects: [effect] });

const open = (state: ScreenState, overlay: Overlay): ScreenState => ({ ...state, overlay, scrolled: 0 });
const closed = (state: ScreenState): ScreenState => open(state, 'none');

/** What an action comes to: another screen, and what others have to do. */
export function act(state: ScreenState, action: Action, key: string, context: KeyContext): Step {
  switch (action) {
    case 'up':
      return only(go(state, context, -1));
    case 'down':
      return only(go(state, context, 1));
    case 'page-up':
      return only(page(state, context, 'back'));
    case 'page-down':
      return only(page(state, context, 'on'));
    case 'first':
      return only(isReading(state) ? fromOldest(state, context) : go(state, context, -everything));
    case 'last':
      return only(
        isReading(state) ? { ...state, bottom: undefined, match: undefined } : go(state, context, everything),
      );
    case 'fold':
      return only(folded(state, context.view));
    case 'unfold':
      return only(unfolded(state, context.view));
    case 'stage':
      return only(toStage(state, context.view, Number(key)));
    case 'other-pane':
      return only({ ...state, pane: state.pane === 'tree' ? 'logs' : 'tree' });
    case 'zoom':
      return only({ ...state, zoomed: !state.zoomed });
    case 'unit-logs':
      return only(withLogs(state, context, 'selected'));
    case 'all-logs':
      return only(withLogs(state, context, 'all'));
    case 'follow':
      return only(
        state.bottom === undefined ? scrolled(state, context, 0) : { ...state, bottom: undefined, match: undefined },
      );
    case 'search':
      return only({ ...state, prompt: openPrompt('search', state.search?.source) });
    case 'filter':
      return only({ ...state, prompt: openPrompt('filter', state.filter?.source) });
    case 'palette':
      return only({ ...state, prompt: openPrompt('palette') });
    case 'next-match':
      return only(gone(state, context, 'on'));
    case 'previous-match':
      return only(gone(state, context, 'back'));
    case 'wrap':
    case 'timestamps':
    case 'pretty':
      return only(styled(state, action));
    case 'mark':
      return only(marked(state, context));
    case 'clear':
      return only({ ...state, cleared: context.book.latest, bottom: undefined, match: undefined });
    case 'failures':
      return only(open(state, 'failure'));
    case 'help':
    case 'quit':
    case 'graph':
    case 'timeline':
      return only(open(state, action));
    case 'close':
      return only(back(state));
    case 'edit':
      return withEffect(closed(state), { type: 'edit' });
    case 'reload':
      return withEffect(state, { type: 'look-ahead' });
    case 'apply':
      return state.ahead?.kind === 'changes' ? withEffect(closed(state), { type: 'apply' }) : only(closed(state));
    case 'suspend':
      return withEffect(state, { type: 'suspend' });
    case 'detach':
      return withEffect(closed(state), { type: 'send', intent: { type: 'detach' } });
    case 'stop':
      // The report of a failure opens by itself, maybe just before a key that was meant to ask.
      if (state.overlay === 'failure' && wasUp(context.view)) return only(open(state, 'quit'));
      return withEffect({ ...closed(state), stopAsked: true }, { type: 'send', intent: { type: 'stop' } });
    case 'interrupt': {
      // Who only looks on takes nothing along by leaving.
      const type = context.view.command === 'attach' ? 'detach' : state.stopAsked ? 'kill' : 'stop';
      return withEffect({ ...closed(state), prompt: undefined, stopAsked: true }, { type: 'send', intent: { type } });
    }
    case 'inspect':
    case 'save':
    case 'pager':
    case 'restart':
    case 'restart-dependents':
    case 'stop-unit':
    case 'start-unit':
    case 'run-job':
    case 'rerun-job':
    case 'again':
    case 'shell':
    case 'open':
    case 'copy':
      return actOnUnits(state, action, context);
  }
}

const isReading = (state: ScreenState): boolean => state.overlay === 'none' && state.pane === 'logs';

function go(state: ScreenState, context: KeyContext, by: number): ScreenState {
  if (state.overlay !== 'none') return scrollOverlay(state, context, by);
  return state.pane === 'tree' ? moved(state, context.view, by) : scrolled(state, context, by);
}

function page(state: ScreenState, context: KeyContext, way: 'back' | 'on'): ScreenState {
  if (state.overlay === 'none') return paged(state, context, way);
  const lines = Math.max(1, layoutOf(context.size, state).bodyHeight - 1);
  return scrollOverlay(state, context, way === 'on' ? lines : -lines);
}

function scrollOverlay(state: ScreenState, context: KeyContext, by: number): ScreenState {
  const most = Math.max(0, context.overlayLength(state) - layoutOf(context.size, state).bodyHeight);
  return { ...state, scrolled: Math.max(0, Math.min(most, state.scrolled + by)) };
}

function withLogs(state: ScreenState, context: KeyContext, logs: ScreenState['logs']): ScreenState {
  const { treeWidth, logWidth } = layoutOf(context.size, state);
  const isSingle = treeWidth === 0 || logWidth === 0;
  // What is shown from now on stays chosen, also when something else becomes the most telling.
  const selected = logs === 'selected' ? subjectOf(state, context.view)?.key : state.selected;
  const pane = logs === 'selected' && isSingle ? 'logs' : state.pane;
  return { ...state, logs, selected, bottom: undefined, match: undefined, pane };
}

const styled = (state: ScreenState, what: keyof LineStyle): ScreenState => ({
  ...state,
  style: { ...state.style, [what]: !state.style[what] },
});

function marked(state: ScreenState, { book, now }: KeyContext): ScreenState {
  const number = (state.marks.at(-1)?.number ?? 0) + 1;
  return { ...state, marks: [...state.marks, { place: book.latest, number, at: now }] };
}

/** Out of what was opened last: an overlay, a search, a filter. */
function back(state: ScreenState): ScreenState {
  if (state.overlay !== 'none') return closed(state);
  if (state.search !== undefined) return { ...state, search: undefined, match: undefined };
  return { ...state, filter: undefined };
}
