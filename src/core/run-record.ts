import type { PlannedStep } from './event.ts';
import type { FailureCode } from './failure.ts';
import type { ProcessIdentity } from './host.ts';
import type { StageStatus } from './stage-status.ts';
import type { InstanceId, Phase } from './unit-state.ts';

/** What is kept of a run. It holds names, never values of outputs; texts in it are masked. Times in ms since the epoch. */
export interface RunRecord {
  readonly version: 1;
  /** later ones sort after earlier ones */
  readonly id: string;
  /** as it was asked for, such as `up` or `job run` */
  readonly command: string;
  /** units that were named */
  readonly named: readonly string[];
  /** files of the manifest, as people know them */
  readonly files: readonly string[];
  /** the machine and process that it ran in */
  readonly host: string;
  readonly process: ProcessIdentity;
  readonly at: number;
  /** absent while it goes on, and where devstack itself was killed */
  readonly end?: RunEnd;
  /** empty where the manifest has no stages */
  readonly stages: readonly StageRecord[];
  readonly units: readonly UnitRecord[];
  /** how many units there is no room for */
  readonly leftOut: number;
  readonly warnings: readonly string[];
}

/** How a run ended. */
export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly durationMs: number;
  /** from the beginning; absent where not everything was ready */
  readonly readyMs?: number;
  /** of the unit that ended it */
  readonly exitCode?: number;
  /** where it is not that of a unit */
  readonly failure?: FailureRecord;
}

type RunOutcome =
  | 'ready'
  | 'failed'
  /** before everything was ready */
  | 'interrupted'
  | 'stopped'
  /** something could not be stopped or removed */
  | 'incomplete'
  | 'exited'
  | 'created'
  | 'detached';

/** How far a stage came. */
export interface StageRecord {
  readonly name: string;
  readonly status: StageStatus;
  readonly durationMs?: number;
  /** why it was skipped, has failed or was canceled */
  readonly reason?: string;
}

/** What was done with an instance and why, and what came of it. Times in ms from the beginning of the run. */
export interface UnitRecord {
  readonly instance: InstanceId;
  readonly kind: 'service' | 'job';
  /** index into the stages */
  readonly stage: number;
  readonly did: PlannedStep['action'] | 'skip' | 'stop' | 'nothing';
  readonly cause?: string;
  readonly status: Phase | 'removed';
  readonly createdMs?: number;
  readonly startedMs?: number;
  /** ready, completed or failed */
  readonly settledMs?: number;
  /** of a job: all of its attempts */
  readonly durationMs?: number;
  readonly exitCode?: number;
  /** names of what a job has passed on */
  readonly outputs?: readonly string[];
  readonly failure?: FailureRecord;
  /** a failure that was allowed */
  readonly tolerated?: FailureRecord;
}

/** A failure, with as much of its evidence as there is room for. */
export interface FailureRecord {
  readonly code: FailureCode;
  readonly message: string;
  readonly hint?: string;
  readonly exitCode?: number;
  readonly probe?: string;
  readonly attempt?: readonly [number, number];
  readonly durationMs?: number;
  readonly logs?: readonly string[];
}

/** Whether something went wrong in a run; also where devstack itself was killed in the middle. */
export function isFailure({ end }: RunRecord): boolean {
  if (end === undefined || end.failure !== undefined) return true;
  return end.outcome === 'failed' || end.outcome === 'incomplete' || (end.exitCode ?? 0) !== 0;
}
