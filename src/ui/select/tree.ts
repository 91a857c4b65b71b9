import { formatDuration } from '../../core/duration.ts';
import type { Failure } from '../../core/failure.ts';
import type { RunView, StageView } from '../../core/run-view.ts';
import { stageStatus } from '../../core/stage-status.ts';
import { type InstanceId, type UnitState, unitOf } from '../../core/unit-state.ts';
import { type Look, looks } from '../glyphs.ts';
import { heldBy } from './holds.ts';
import {
  durationOf,
  instancesOf,
  isActive,
  isDone,
  labelOf,
  portsOf,
  restartsText,
  shortPort,
  stateOf,
} from './unit-text.ts';
import { hookText, progressText } from './waits.ts';

/** A row of the stage tree. `detail` says the state, or the reason of a wait, in words. */
export interface TreeRow {
  readonly key: string;
  readonly kind: 'stage' | 'unit';
  /** absent on the rows of stages, which can not be selected */
  readonly instance?: InstanceId;
  readonly name: string;
  readonly look: Look;
  readonly detail: string;
  /** how much of its image is there, from 0 to 1; absent where none is fetched or built, or that is not known */
  readonly share?: number;
  /** `-` where there is none */
  readonly duration: string;
}

/** The state of an instance in a few words, most telling first. */
function detailOf(view: RunView, instance: InstanceId): string {
  const state = stateOf(view, instance);
  switch (state.phase) {
    case 'pending':
      return pendingDetail(view, instance, state);
    case 'probing':
      return state.lastError === undefined ? `asks ${state.probe}` : `try ${state.attempt}: ${state.lastError}`;
    case 'running':
      return state.attempt > 1 ? `try ${state.attempt}` : looks.running.word;
    case 'ready': {
      const ports = new Set(portsOf(view, instance).map(shortPort));
      const shown = ports.size === 0 ? looks.ready.word : [...ports].join(' ');
      const restarts = restartsText(view, instance);
      return restarts === '' ? shown : `${shown}, ${restarts}`;
    }
    case 'completed':
      if (state.tolerated) return `${exitText(state.tolerated)}, allowed`;
      return state.by === 'replay' ? 'cached' : looks.completed.word;
    case 'failed':
      return exitText(state.failure);
    case 'starting':
      if (state.hook) return hookText(state.hook);
      return state.image === undefined ? looks.starting.word : imageDetail(view, instance, state.image);
    case 'stopping':
    case 'stopped':
    case 'canceled':
      return looks[state.phase].word;
  }
}

function exitText({ evidence, message }: Failure): string {
  return evidence?.exitCode === undefined ? message : `exit ${evidence.exitCode}`;
}

function pendingDetail(view: RunView, instance: InstanceId, state: UnitState & { phase: 'pending' }): string {
  const { preparation } = state;
  if (preparation === 'pulling' || preparation === 'building') return imageDetail(view, instance, preparation);
  const names = heldBy(view.holdsOf(instance));
  if (names.length > 0) return `← ${names.join(' ')}`;
  return preparation === 'creating' ? 'creating' : looks.pending.word;
}

function imageDetail(view: RunView, instance: InstanceId, doing: 'pulling' | 'building'): string {
  const work = view.imageWorkOf(view.units.get(unitOf(instance))?.image ?? '');
  const progress = work === undefined ? '' : progressText(work);
  return progress === '' ? `${doing} its image` : `${doing} ${progress}`;
}

function shareOf(view: RunView, instance: InstanceId, state: UnitState): number | undefined {
  const isAtWork =
    state.phase === 'pending'
      ? state.preparation === 'pulling' || state.preparation === 'building'
      : state.phase === 'starting' && state.image !== undefined;
  const work = isAtWork ? view.imageWorkOf(view.units.get(unitOf(instance))?.image ?? '') : undefined;
  if (work === undefined || work.total === 0) return undefined;
  // A step that has begun is not done.
  const done = work.kind === 'bytes' ? work.current : work.number - 1;
  return Math.min(1, Math.max(0, done / work.total));
}

function durationText(ms: number | undefined): string {
  return ms === undefined ? '-' : formatDuration(ms);
}

function lookOf(state: UnitState): Look {
  if (state.phase === 'completed' && state.tolerated) return { ...looks.failed, tone: 'warn' };
  return looks[state.phase];
}

function unitRow(view: RunView, instance: InstanceId, now: number): TreeRow {
  const state = stateOf(view, instance);
  const pulling = state.phase === 'pending' && state.preparation !== 'none' && state.preparation !== 'created';
  const share = shareOf(view, instance, state);
  return {
    key: instance,
    kind: 'unit',
    ...(share !== undefined && { share }),
    instance,
    name: labelOf(view, instance),
    look: pulling ? { ...looks.starting, word: 'preparing' } : lookOf(state),
    detail: detailOf(view, instance),
    duration: durationText(durationOf(view, instance, now)),
  };
}

function stageLook(states: readonly UnitState[]): Look {
  // Nothing of it takes part.
  if (states.length === 0) return looks.canceled;
  if (states.some((state) => state.phase === 'failed')) return looks.failed;
  if (states.some((state) => isActive(state.phase))) return looks.starting;
  if (states.every(isDone)) return looks.ready;
  if (states.every((state) => state.phase === 'canceled')) return looks.canceled;
  if (states.every((state) => isDone(state) || isDown(state))) return looks.stopped;
  return looks.pending;
}

const isDown = ({ phase }: UnitState): boolean => phase === 'stopped' || phase === 'canceled';

/** How far a stage has come; of one that was there, how much of it is not any more. */
function stageDetail(view: RunView, stage: StageView, look: Look, states: readonly UnitState[]): string {
  if (look === looks.starting && states.some(({ phase }) => phase === 'stopping')) return looks.stopping.word;
  if (look !== looks.stopped) return stageStatus(view, stage);
  const down = states.filter(isDown).length;
  return down === states.length ? look.word : `${down} ${look.word}`;
}

function stageRow(view: RunView, stage: StageView, index: number, now: number): TreeRow {
  const instances = stage.units.flatMap((unit) => view.units.get(unit)?.instances ?? []);
  const timelines = instances.map((instance) => view.timelineOf(instance));
  const starts = timelines.flatMap(({ turnAt }) => turnAt ?? []);
  const states = instances.map((instance) => stateOf(view, instance));
  const ends = timelines.map(({ turnAt, settledAt }) => settledAt ?? (turnAt === undefined ? 0 : now));
  const ran = starts.length > 0 && Math.max(...ends) >= view.startedAt;
  const took = Math.max(...ends) - Math.max(view.startedAt, Math.min(...starts));
  const look = stageLook(states);
  return {
    key: `stage ${stage.name}`,
    kind: 'stage',
    name: `${index + 1} ${stage.name}`,
    look,
    detail: stageDetail(view, stage, look, states),
    duration: durationText(ran ? took : undefined),
  };
}

/** The rows of the stage tree: stages with their units; only units where the manifest has no stages. */
export function treeRows(view: RunView, now: number): readonly TreeRow[] {
  const staged = view.stages.some((stage) => stage.name !== '');
  if (!staged) return instancesOf(view).map((instance) => unitRow(view, instance, now));
  return view.stages.flatMap((stage, index) => [
    stageRow(view, stage, index, now),
    ...stage.units
      .flatMap((unit) => view.units.get(unit)?.instances ?? [])
      .map((instance) => unitRow(view, instance, now)),
  ]);
}
