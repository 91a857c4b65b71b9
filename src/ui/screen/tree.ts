import type { RunView } from '../../core/run-view.ts';
import type { InstanceId, Phase } from '../../core/unit-state.ts';
import { type TreeRow, treeRows } from '../select/tree.ts';
import { instancesOf, isActive, labelOf, stateOf } from '../select/unit-text.ts';
import type { ScreenState } from './state.ts';

/** What is selected: a unit's instance, or a stage with all of its instances. */
export type Subject =
  | { readonly kind: 'unit'; readonly key: string; readonly instance: InstanceId }
  | { readonly kind: 'stage'; readonly key: string; readonly name: string; readonly instances: readonly InstanceId[] };

/** The key of a stage's row. */
const stageKey = (name: string): string => `stage ${name}`;

/** Every row that can be selected, in order, with the name of the stage that it stands in. */
export function subjectsOf(view: RunView): readonly (Subject & { readonly stage: string })[] {
  return view.stages.flatMap(({ name, units }) => {
    const instances = units.flatMap((unit) => view.units.get(unit)?.instances ?? []);
    const stage = { kind: 'stage', key: stageKey(name), name, instances, stage: name } as const;
    const rows = instances.map((instance) => ({ kind: 'unit', key: instance, instance, stage: name }) as const);
    return name === '' ? rows : [stage, ...rows];
  });
}

/** Columns that the names of all rows take below each other; those of stages stand further left. */
export function namesWidth(view: RunView): number {
  const stages = view.stages.map(({ name }, index) => `${index + 1} ${name}`.length - 4);
  return Math.max(0, ...stages, ...instancesOf(view).map((instance) => labelOf(view, instance).length));
}

/** The rows that are seen: units of closed stages are not. */
export function visibleRows(state: ScreenState, view: RunView, now: number): readonly TreeRow[] {
  const rows = treeRows(view, now);
  if (state.folded.size === 0) return rows;
  const hidden = new Set<string>(
    subjectsOf(view).flatMap(({ kind, key, stage }) => (kind === 'unit' && state.folded.has(stage) ? [key] : [])),
  );
  return rows.filter(({ key }) => !hidden.has(key));
}

/** What is chosen; until somebody chooses, or where that is gone, what is most worth a look. In a closed stage, the stage. */
export function subjectOf(state: ScreenState, view: RunView): Subject | undefined {
  const subjects = subjectsOf(view);
  const chosen = subjects.find(({ key }) => key === (state.selected ?? mostTelling(view)));
  const subject = chosen ?? subjects.find(({ key }) => key === mostTelling(view));
  if (subject === undefined || !state.folded.has(subject.stage)) return subject;
  return subjects.find(({ key }) => key === stageKey(subject.stage));
}

function mostTelling(view: RunView): InstanceId | undefined {
  const instances = instancesOf(view);
  const first = (isMeant: (phase: Phase) => boolean): InstanceId | undefined =>
    instances.find((instance) => isMeant(stateOf(view, instance).phase));
  return first((phase) => phase === 'failed') ?? first(isActive) ?? instances[0];
}

/** The instances that an action on the selection is about. */
export function chosenInstances(state: ScreenState, view: RunView): readonly InstanceId[] {
  const subject = subjectOf(state, view);
  if (subject === undefined) return [];
  return subject.kind === 'unit' ? [subject.instance] : subject.instances;
}

/** Selects the row so many further on. Open stages are passed over: their units tell more. */
export function moved(state: ScreenState, view: RunView, by: number): ScreenState {
  const stops = subjectsOf(view).filter(({ kind, stage }) => (kind === 'stage') === state.folded.has(stage));
  const subject = subjectOf(state, view);
  const all = subjectsOf(view);
  const here = all.findIndex(({ key }) => key === subject?.key);
  // From the row of an open stage, the next stop is the one below or above it.
  const at = stops.findIndex(({ key }) => all.findIndex((each) => each.key === key) >= here);
  const isStop = stops[at]?.key === subject?.key;
  const from = at === -1 ? stops.length : at;
  const target = isStop || by < 0 ? from + by : from + by - 1;
  const next = stops[Math.max(0, Math.min(stops.length - 1, target))];
  return next === undefined ? state : selected(state, next.key);
}

/** The same with this row selected; its logs are shown from their end. */
export function selected(state: ScreenState, key: string): ScreenState {
  if (key === state.selected) return state;
  return { ...state, selected: key, bottom: state.logs === 'selected' ? undefined : state.bottom };
}

/** Closes the stage that is selected, or goes from a unit to its stage. */
export function folded(state: ScreenState, view: RunView): ScreenState {
  const subject = subjectsOf(view).find(({ key }) => key === subjectOf(state, view)?.key);
  if (subject === undefined || subject.stage === '') return state;
  const stays = { ...state, folded: new Set([...state.folded, subject.stage]) };
  return selected(stays, stageKey(subject.stage));
}

/** Opens the stage that is selected. */
export function unfolded(state: ScreenState, view: RunView): ScreenState {
  const subject = subjectOf(state, view);
  if (subject?.kind !== 'stage') return state;
  const closed = new Set(state.folded);
  if (!closed.delete(subject.name)) return moved(state, view, 1);
  const first = subject.instances[0];
  return first === undefined ? { ...state, folded: closed } : selected({ ...state, folded: closed }, first);
}

/** Selects the stage with this number, from 1. */
export function toStage(state: ScreenState, view: RunView, number: number): ScreenState {
  const stage = view.stages.filter(({ name }) => name !== '')[number - 1];
  return stage === undefined ? state : selected(state, stageKey(stage.name));
}
