import type { RunView } from '../../core/run-view.ts';
import { instancesOf, isActive, isDone, stateOf } from './unit-text.ts';

/** What a run is doing as a whole. */
type RunPhase =
  | 'looking'
  | 'waiting'
  | 'starting'
  | 'running'
  | 'attached'
  | 'failed'
  | 'stopping'
  | 'stopped'
  | 'detached';

/** What the head line of a face says. */
export interface Progress {
  readonly project: string;
  readonly phase: RunPhase;
  /** the first stage that is not through; absent in a manifest without stages and once all are through */
  readonly stage?: { readonly number: number; readonly count: number; readonly name: string };
  readonly ready: number;
  readonly total: number;
  /** ms since the run began, up to the moment when it was ready or had failed */
  readonly elapsedMs: number;
}

/** Whether a run still changes by itself, so that timers have to move. */
export function isBusy(view: RunView): boolean {
  if (view.outcome !== undefined) return false;
  const states = [...view.states.values()];
  if (states.some((state) => isActive(state.phase))) return true;
  return view.command !== 'attach' && view.readyAt === undefined && !states.some((state) => state.phase === 'failed');
}

/** Whether all that a run is to do is to stop things. */
export const isTeardown = ({ command }: Pick<RunView, 'command'>): boolean => command === 'down' || command === 'stop';

function phaseOf(view: RunView): RunPhase {
  const phases = new Set([...view.states.values()].map((state) => state.phase));
  const end = view.outcome?.kind;
  const isStopping =
    view.isStopping ||
    isTeardown(view) ||
    (phases.has('stopping') && view.readyAt === undefined && view.command !== 'attach');
  if (end === 'stopped' || end === 'exited' || end === 'created') return 'stopped';
  if (view.outcome?.kind === 'detached') return 'detached';
  if (isStopping) return view.waitingFor === undefined || view.isStopping ? 'stopping' : 'waiting';
  if (view.outcome?.kind === 'failed' || phases.has('failed')) return 'failed';
  // Nothing is known yet of what is there.
  if (view.command === 'attach' && [...phases].every((phase) => phase === 'pending')) return 'looking';
  if (view.command === 'attach') return phases.has('starting') || phases.has('probing') ? 'starting' : 'attached';
  if (view.readyAt !== undefined) return 'running';
  return view.waitingFor === undefined ? 'starting' : 'waiting';
}

/** What a run waits for that can not begin, and what helps where that may be no more; undefined: it need not wait. */
export function waitText({ waitingFor }: Pick<RunView, 'waitingFor'>): string | undefined {
  if (waitingFor === undefined) return undefined;
  const { holder, remedy } = waitingFor;
  return `waits for ${holder}${remedy === undefined ? '' : `; if that is no more: ${remedy}`}`;
}

function endOf(view: RunView, now: number): number {
  if (view.readyAt !== undefined) return view.readyAt;
  if (isBusy(view)) return now;
  const settled = instancesOf(view).map((instance) => view.timelineOf(instance).settledAt ?? view.startedAt);
  const failed = [...view.states.values()].map((state) => (state.phase === 'failed' ? state.at : view.startedAt));
  return Math.max(view.startedAt, ...settled, ...failed);
}

/** Whether there is a stack that somebody may be using: it was ready in this run, or was there before it. */
export const wasUp = (view: RunView): boolean => view.readyAt !== undefined || view.command === 'attach';

/** How far a run has come. */
export function progressOf(view: RunView, now: number): Progress {
  const instances = instancesOf(view);
  const isStageDone = (units: readonly string[]): boolean =>
    units.every((unit) => (view.units.get(unit)?.instances ?? []).every((each) => isDone(stateOf(view, each))));
  const index = view.stages.findIndex((stage) => !isStageDone(stage.units));
  const name = view.stages[index]?.name ?? '';
  return {
    project: view.project,
    phase: phaseOf(view),
    ...(name === '' ? {} : { stage: { number: index + 1, count: view.stages.length, name } }),
    ready: instances.filter((instance) => isDone(stateOf(view, instance))).length,
    total: instances.length,
    elapsedMs: endOf(view, now) - view.startedAt,
  };
}

/** `00:11`, and `1:02:03` from an hour on. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}
