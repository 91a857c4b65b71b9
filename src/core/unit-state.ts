import type { Failure } from './failure.ts';

/** One running copy of a unit, `name#index`, counted from 1. State, logs and containers belong to instances. */
export type InstanceId = `${string}#${number}`;

/** The instance of a unit with this index. */
export const instanceId = (unit: string, index = 1): InstanceId => `${unit}#${index}`;

/** The name of the unit that an instance belongs to. */
export const unitOf = (instance: InstanceId): string => instance.slice(0, instance.lastIndexOf('#'));

/** What has to be true of another unit before this one may start. */
export type Condition = 'started' | 'ready' | 'completed';

/** Why a unit does not start yet. */
export type Hold =
  | { readonly kind: 'dependency'; readonly unit: string; readonly condition: Condition }
  | { readonly kind: 'stage'; readonly stage: string; readonly waitingFor: readonly string[] }
  /** another job is at work on the same data */
  | { readonly kind: 'data'; readonly unit: string }
  | { readonly kind: 'capacity' };

/** The units that have to get somewhere before what is held can begin. */
export function unitsBehind(hold: Hold): readonly string[] {
  switch (hold.kind) {
    case 'dependency':
    case 'data':
      return [hold.unit];
    case 'stage':
      return hold.waitingFor;
    case 'capacity':
      return [];
  }
}

/** How far a container has come that is made before its unit may start. */
type Preparation = 'none' | 'pulling' | 'building' | 'creating' | 'created';

/** How an instance came to be ready. */
export type ReadyBy =
  /** a probe passed */
  | { readonly kind: 'probe'; readonly probe: string; readonly attempts: number }
  /** nothing to probe: it runs */
  | { readonly kind: 'running' }
  /** it ran before this run looked, and was known as ready */
  | { readonly kind: 'kept' };

/** A command of the manifest that runs around a start or a stop; `number` counts from 1. */
export interface HookStep {
  readonly hook: 'pre_start' | 'post_start' | 'pre_stop';
  readonly number: number;
  readonly of: number;
}

/**
 * The state of one instance. Times are ms of the run's wall clock.
 *
 *     pending ─→ starting ─→ probing ─→ ready ─→ stopping ─→ stopped
 *        │          │           └───→ failed ←─┘
 *        │          └─→ running (job) ─→ completed | failed
 *        └─→ completed (replayed) | canceled
 */
export type UnitState =
  | { readonly phase: 'pending'; readonly preparation: Preparation }
  /** `image`: what is done to get its image, which it waits for; `hook`: a command of the manifest that it waits for */
  | {
      readonly phase: 'starting';
      readonly since: number;
      readonly image?: 'pulling' | 'building';
      readonly hook?: HookStep;
    }
  | {
      readonly phase: 'probing';
      readonly since: number;
      readonly probe: string;
      readonly attempt: number;
      readonly lastError?: string;
      /** when the next probe is due */
      readonly nextAt?: number;
    }
  | { readonly phase: 'ready'; readonly since: number; readonly startedAt: number; readonly by: ReadyBy }
  /** `event`: a job runs, not its start, but this one */
  | {
      readonly phase: 'running';
      readonly since: number;
      readonly attempt: number;
      readonly event?: 'stop' | 'delete';
    }
  | {
      readonly phase: 'completed';
      readonly at: number;
      readonly durationMs: number;
      /** how it ended: now, by replay of what is remembered, or as a service that nobody waits for and that left with 0 */
      readonly by: 'run' | 'replay' | 'exit';
      /** names of its outputs; values never stand in a state */
      readonly outputs: readonly string[];
      /** a job's failure that was allowed */
      readonly tolerated?: Failure;
    }
  | { readonly phase: 'stopping'; readonly since: number; readonly reason: string }
  | { readonly phase: 'stopped'; readonly at: number; readonly reason: string }
  | { readonly phase: 'failed'; readonly at: number; readonly failure: Failure }
  /** never started, because something else failed or the run was interrupted */
  | { readonly phase: 'canceled'; readonly because: string };

/** The phase of a state. */
export type Phase = UnitState['phase'];
