import { formatDuration } from '../../core/duration.ts';
import type { RunView, Timeline } from '../../core/run-view.ts';
import { type UnitState, unitOf } from '../../core/unit-state.ts';
import { isActive, stateOf } from './unit-text.ts';

/** One link of the chain that decided how long a run took. */
export interface CriticalStep {
  readonly unit: string;
  /** from when the link before was through, or the run began; ms */
  readonly ms: number;
  /** still going on */
  readonly open: boolean;
}

interface Span {
  readonly unit: string;
  readonly turnAt: number;
  /** absent while it goes on */
  readonly settledAt?: number;
}

/** One that was there before the run has had no turn; one that a reload has kept has had its own. */
const wasThere = (state: UnitState, { turnAt }: Timeline): boolean =>
  state.phase === 'ready' && state.by.kind === 'kept' && turnAt === undefined;

function spanOf(view: RunView, unit: string): Span | undefined {
  const instances = view.units.get(unit)?.instances ?? [];
  const states = instances.map((instance) => stateOf(view, instance));
  const last = (times: readonly (number | undefined)[]): number | undefined => {
    const known = times.filter((time) => time !== undefined);
    return known.length === 0 ? undefined : Math.max(...known);
  };
  const timelines = instances.map((instance) => view.timelineOf(instance));
  // What was there before the run began decided nothing.
  if (instances.every((instance) => wasThere(stateOf(view, instance), view.timelineOf(instance)))) return undefined;
  const turnAt = last(timelines.map((timeline) => timeline.turnAt));
  const settledAt = last(timelines.map((timeline) => timeline.settledAt));
  const isOpen = states.some((state) => isActive(state.phase) && state.phase !== 'stopping');
  // Later restarts move the start, but no longer the end that others waited for.
  if (isOpen && view.readyAt === undefined) return { unit, turnAt: turnAt ?? view.startedAt };
  return settledAt === undefined ? undefined : { unit, turnAt: Math.min(turnAt ?? settledAt, settledAt), settledAt };
}

/** The last of the units that had to be through before this one could start. */
function decider(view: RunView, spans: ReadonlyMap<string, Span>, of: Span): Span | undefined {
  const unit = view.units.get(of.unit);
  const stage = unit?.stage ?? 0;
  const before = view.stages.slice(0, stage).flatMap((each) => each.units);
  let last: Span | undefined;
  for (const name of new Set([...(unit?.needs ?? []), ...before])) {
    const span = spans.get(name);
    if (span?.settledAt === undefined || span.settledAt > of.turnAt) continue;
    if (last?.settledAt === undefined || span.settledAt > last.settledAt) last = span;
  }
  return last;
}

/** The unit that decides the end: of those that go on the one that began first, else the one that was through last. */
function lastOf(spans: readonly Span[]): Span | undefined {
  const open = spans.filter((span) => span.settledAt === undefined).sort((a, b) => a.turnAt - b.turnAt);
  return open[0] ?? spans.toSorted((a, b) => (a.settledAt ?? 0) - (b.settledAt ?? 0)).at(-1);
}

/**
 * The chain of needs and stage barriers that decided how long the run took; its times add up to the whole. Empty for
 * who only looks on.
 */
export function criticalPath(view: RunView, now: number): readonly CriticalStep[] {
  if (view.command === 'attach') return [];
  const spans = new Map<string, Span>();
  for (const instance of view.states.keys()) {
    const unit = unitOf(instance);
    const span = spanOf(view, unit);
    // What failed after everything was ready took no part in getting there.
    if (span !== undefined && (span.settledAt ?? 0) <= (view.readyAt ?? Number.POSITIVE_INFINITY))
      spans.set(unit, span);
  }
  const steps: CriticalStep[] = [];
  let span = lastOf([...spans.values()]);
  while (span !== undefined) {
    const before = decider(view, spans, span);
    const ms = (span.settledAt ?? now) - (before?.settledAt ?? view.startedAt);
    steps.unshift({ unit: span.unit, ms: Math.max(0, ms), open: span.settledAt === undefined });
    span = before;
  }
  return steps;
}

/** `db 4.8s → migrate 3.2s → api 2.8s…` */
export function criticalPathText(steps: readonly CriticalStep[]): string {
  return steps.map((step) => `${step.unit} ${formatDuration(step.ms)}${step.open ? '…' : ''}`).join(' → ');
}
