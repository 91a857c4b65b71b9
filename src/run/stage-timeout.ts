import { formatDuration } from '../core/duration.ts';
import type { Evidence, Failure } from '../core/failure.ts';
import type { StageView } from '../core/run-view.ts';
import { type Hold, type InstanceId, type UnitState, unitOf, unitsBehind } from '../core/unit-state.ts';
import type { RunContext } from './context.ts';
import { lastLines, probeEvidence, unitFailure } from './evidence.ts';
import { isSettled } from './reduce.ts';
import type { RunState } from './run-state.ts';
import { handleOf } from './start-container.ts';
import { within } from './within.ts';

/** An instance that is neither ready nor completed. */
interface Waiting {
  readonly instance: InstanceId;
  readonly state: UnitState;
  /** empty where it could go on by itself */
  readonly holds: readonly Hold[];
}

/** One that keeps its stage from being through. */
export interface Laggard extends Waiting {
  /** what it waits for, what that waits for, and so on, in whatever stages: the last one waits for nothing */
  readonly behind: readonly Waiting[];
}

/** Longest that a job may take to be stopped, ms. */
const stopDeadline = 60_000;

/** The instances of a stage that are neither ready nor completed, in order. */
export const laggardsOf = (state: RunState, { units }: StageView): readonly Laggard[] =>
  units
    .flatMap((unit) => state.units.get(unit)?.instances ?? [])
    .flatMap((instance) => laggardAt(state, instance) ?? []);

/**
 * What is on its way when the time for everything is over; what only waits for others as well, where all else that is
 * late can be done without.
 */
export function lateOnes(state: RunState): readonly (readonly [InstanceId, UnitState])[] {
  const open = [...state.states].filter(([, one]) => !isSettled(one));
  const isFree = ([instance, { phase }]: (typeof open)[number]) =>
    phase !== 'pending' || state.holdsOf(instance).length === 0;
  const isRequired = ([instance]: (typeof open)[number]) => state.units.get(unitOf(instance))?.optional !== true;
  const free = open.filter(isFree);
  return free.some(isRequired) ? free : open.filter((one) => isFree(one) || isRequired(one));
}

function laggardAt(state: RunState, instance: InstanceId): Laggard | undefined {
  const laggard = waitingAt(state, instance);
  if (laggard === undefined) return undefined;
  const behind: Waiting[] = [];
  // A job that an earlier run has left at work may be in the way of what it needs itself: each is named once.
  const named = new Set([instance]);
  for (let next = firstBehind(state, laggard); next && !named.has(next.instance); next = firstBehind(state, next)) {
    named.add(next.instance);
    behind.push(next);
  }
  return { ...laggard, behind };
}

function waitingAt(state: RunState, instance: InstanceId): Waiting | undefined {
  const now = state.states.get(instance);
  return now === undefined || isSettled(now) ? undefined : { instance, state: now, holds: state.holdsOf(instance) };
}

function firstBehind(state: RunState, { holds }: Waiting): Waiting | undefined {
  for (const unit of holds.flatMap(unitsBehind)) {
    for (const instance of state.units.get(unit)?.instances ?? []) {
      const found = waitingAt(state, instance);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Those that are late by themselves, rather than because of one that they wait for. */
export function culpritsOf(laggards: readonly Laggard[]): readonly Laggard[] {
  const free = laggards.filter(({ holds }) => holds.length === 0);
  return free.length > 0 ? free : laggards;
}

/** What a stage was not through with, such as `not through within 10s: api (runs), seed (waits for api)`. */
export function lateReason({ timeout = 0 }: StageView, laggards: readonly Laggard[]): string {
  const named = laggards.map((laggard) => `${unitOf(laggard.instance)} (${doingOf(laggard)})`);
  return `not through within ${formatDuration(timeout)}: ${named.join(', ')}`;
}

function doingOf({ state, holds }: Waiting): string {
  if (holds.length > 0) return `waits for ${holds.flatMap(namesOf).join(', ')}`;
  switch (state.phase) {
    case 'pending':
      return state.preparation === 'pulling' || state.preparation === 'building'
        ? imageText(state.preparation)
        : 'has not started';
    case 'probing':
      return state.lastError === undefined ? `asks ${state.probe}` : `last probe: ${state.lastError}`;
    case 'running':
      return 'runs';
    case 'starting':
      return state.image === undefined ? 'is starting' : imageText(state.image);
    case 'ready':
    case 'completed':
    case 'stopping':
    case 'stopped':
    case 'failed':
    case 'canceled':
      return state.phase;
  }
}

/** As many of those behind are named one by one. */
const mostNamed = 3;

/** From one that waits to what it waits for in the end: `waits for api (ready); api waits for db (ready); db: last probe: refused`. */
function chainOf(laggard: Laggard): string {
  const { behind } = laggard;
  const between = behind.slice(0, -1).map((one) => `${unitOf(one.instance)} ${doingOf(one)}`);
  const named = between.length > mostNamed ? [...between.slice(0, mostNamed), '…'] : between;
  const root = behind.slice(-1).map((one) => `${unitOf(one.instance)}: ${doingOf(one)}`);
  return [doingOf(laggard), ...named, ...root].join('; ');
}

const imageText = (doing: 'pulling' | 'building'): string => `its image is ${doing === 'pulling' ? 'pulled' : 'built'}`;

function namesOf(hold: Hold): readonly string[] {
  switch (hold.kind) {
    case 'dependency':
      return [`${hold.unit} (${hold.condition})`];
    case 'stage':
      return [`stage ${hold.stage}`];
    case 'data':
      return [`${hold.unit}, which works on the same data`];
    case 'capacity':
      return ['its turn'];
  }
}

/** The failure of one that was late. A job is stopped: what comes after it in the next run is not to meet it. */
export async function lateFailure(context: RunContext, stage: StageView, laggard: Laggard): Promise<Failure> {
  const { engine, clock, plan } = context;
  const { instance, state } = laggard;
  const unit = plan().units.get(unitOf(instance));
  const handle = handleOf(context, instance);
  const isUp = state.phase === 'probing' || state.phase === 'running' || state.phase === 'starting';
  if (unit?.kind === 'job' && state.phase === 'running' && handle !== undefined) {
    await within(clock, stopDeadline, (signal) => engine.stop(handle, signal));
  }
  const logs = isUp && handle !== undefined ? await lastLines(engine, handle) : [];
  const evidence: Evidence = {
    ...(logs.length > 0 && { logs }),
    ...probeEvidence((laggard.behind.at(-1) ?? laggard).state),
    ...('since' in state && { durationMs: Math.max(0, clock.now() - state.since) }),
  };
  const what = unit?.kind === 'job' ? 'had not ended' : 'was not ready';
  const limit = formatDuration(stage.timeout ?? 0);
  const message = `${unit?.kind ?? 'unit'} "${unitOf(instance)}" ${what} when the ${limit} of stage "${stage.name}" were over: ${chainOf(laggard)}`;
  return unitFailure('stage-timeout', message, evidence, 'see its log, or give the stage more time with "timeout"');
}
