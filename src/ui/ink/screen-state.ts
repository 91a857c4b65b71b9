import type { Intent } from '../../core/event.ts';
import type { RunView } from '../../core/run-view.ts';
import type { InstanceId, Phase } from '../../core/unit-state.ts';
import { instancesOf, isActive, stateOf } from '../select/unit-text.ts';
import { type Action, actionFor, type Overlay } from './keys.ts';
import { layoutOf, type Size } from './layout.ts';
import type { LogBook } from './log-book.ts';

/** What a person has chosen to see. */
export interface ScreenState {
  readonly selected: InstanceId | undefined;
  readonly pane: 'tree' | 'logs';
  readonly zoomed: boolean;
  readonly logs: 'all' | 'selected';
  /** number of the last line that is shown while reading back; undefined: following */
  readonly bottom: number | undefined;
  readonly overlay: Overlay;
  /** failures that have opened their panel by themselves */
  readonly shown: readonly InstanceId[];
  /** whether stopping was asked for, so that the next ^C kills */
  readonly stopAsked: boolean;
}

/** What is seen when the screen opens. */
export const firstScreen: ScreenState = {
  selected: undefined,
  pane: 'tree',
  zoomed: false,
  logs: 'all',
  bottom: undefined,
  overlay: 'none',
  shown: [],
  stopAsked: false,
};

/** What a key acts upon. */
export interface KeyContext {
  readonly view: RunView;
  readonly book: LogBook;
  readonly size: Size;
}

/** A screen, and what is asked of the run, if anything. */
export interface Step {
  readonly state: ScreenState;
  readonly intent?: Intent;
}

/** The chosen instance; until somebody chooses, the one that is most worth a look. */
export function selectedOf(state: ScreenState, view: RunView): InstanceId | undefined {
  if (state.selected !== undefined) return state.selected;
  const instances = instancesOf(view);
  const first = (isMeant: (phase: Phase) => boolean): InstanceId | undefined =>
    instances.find((instance) => isMeant(stateOf(view, instance).phase));
  return first((phase) => phase === 'failed') ?? first(isActive) ?? instances[0];
}

/** Whose logs are shown. */
export function shownInstances(state: ScreenState, view: RunView, book: LogBook): readonly InstanceId[] {
  if (state.logs === 'all') return book.instances();
  const selected = selectedOf(state, view);
  return selected === undefined ? [] : [selected];
}

/** The panel opens by itself for each new failure; it changes nothing else, and waits while help or a question is open. */
export function withFailures(state: ScreenState, view: RunView): ScreenState {
  const failed = [...view.states].flatMap(([instance, { phase }]) => (phase === 'failed' ? [instance] : []));
  const isNew = failed.some((instance) => !state.shown.includes(instance));
  if (!isNew || state.overlay === 'help' || state.overlay === 'quit') return state;
  return { ...state, overlay: 'failure', shown: failed };
}

/** What a key does. Keys without a meaning here change nothing. */
export function press(state: ScreenState, key: string, context: KeyContext): Step {
  const action = actionFor(state.overlay, key);
  return action === undefined ? { state } : act(state, action, context);
}

function act(state: ScreenState, action: Action, context: KeyContext): Step {
  switch (action) {
    case 'up':
      return { state: state.pane === 'tree' ? select(state, context.view, -1) : scroll(state, context, -1) };
    case 'down':
      return { state: state.pane === 'tree' ? select(state, context.view, 1) : scroll(state, context, 1) };
    case 'page-up':
      return { state: scroll(state, context, -pageOf(state, context)) };
    case 'page-down':
      return { state: scroll(state, context, pageOf(state, context)) };
    case 'first':
      return {
        state: state.pane === 'tree' ? select(state, context.view, -everything) : scroll(state, context, -everything),
      };
    case 'last':
      return {
        state: state.pane === 'tree' ? select(state, context.view, everything) : { ...state, bottom: undefined },
      };
    case 'unit-logs':
      return {
        state: { ...state, logs: 'selected', bottom: undefined, pane: isSingle(state, context) ? 'logs' : state.pane },
      };
    case 'all-logs':
      return { state: { ...state, logs: 'all', bottom: undefined } };
    case 'follow':
      return { state: state.bottom === undefined ? scroll(state, context, 0) : { ...state, bottom: undefined } };
    case 'other-pane':
      return { state: { ...state, pane: state.pane === 'tree' ? 'logs' : 'tree' } };
    case 'zoom':
      return { state: { ...state, zoomed: !state.zoomed } };
    case 'failures':
      return { state: { ...state, overlay: 'failure' } };
    case 'help':
      return { state: { ...state, overlay: 'help' } };
    case 'quit':
      return { state: { ...state, overlay: 'quit' } };
    case 'close':
      return { state: { ...state, overlay: 'none' } };
    case 'detach':
      return { state: { ...state, overlay: 'none' }, intent: { type: 'detach' } };
    case 'stop':
      return { state: { ...state, overlay: 'none', stopAsked: true }, intent: { type: 'stop' } };
    case 'interrupt':
      return {
        state: { ...state, overlay: 'none', stopAsked: true },
        intent: { type: state.stopAsked ? 'kill' : 'stop' },
      };
  }
}

// More than a buffer holds, and far from where adding loses precision.
const everything = 1e9;

function select(state: ScreenState, view: RunView, by: number): ScreenState {
  const instances = instancesOf(view);
  const from = instances.indexOf(selectedOf(state, view) ?? 'none#0');
  const selected = instances[Math.max(0, Math.min(instances.length - 1, from + by))];
  if (selected === undefined || selected === state.selected) return state;
  return { ...state, selected, bottom: state.logs === 'selected' ? undefined : state.bottom };
}

const isSingle = (state: ScreenState, { size }: KeyContext): boolean => {
  const { treeWidth, logWidth } = layoutOf(size, state);
  return treeWidth === 0 || logWidth === 0;
};

/** The title of the log pane takes a line of the body. */
const pageOf = (state: ScreenState, { size }: KeyContext): number => Math.max(1, layoutOf(size, state).bodyHeight - 1);

function scroll(state: ScreenState, context: KeyContext, by: number): ScreenState {
  const instances = shownInstances(state, context.view, context.book);
  const bottom = context.book.moved(context.view, instances, state.bottom, by, pageOf(state, context));
  return { ...state, bottom };
}
