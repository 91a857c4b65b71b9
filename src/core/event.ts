import type { Failure } from './failure.ts';
import type { Hold, HookStep, InstanceId, ReadyBy } from './unit-state.ts';

/** What a run is going to do with an instance, and why. */
export interface PlannedStep {
  readonly instance: InstanceId;
  readonly action: 'keep' | 'create' | 'recreate' | 'start' | 'restart' | 'adopt' | 'run' | 'remove';
  /** why, in words for people */
  readonly cause: string;
}

/** How a run ended. */
export type Outcome =
  /** everything selected is ready or completed; `changed` is false where nothing had to be done */
  | { readonly kind: 'ready'; readonly changed: boolean }
  | {
      readonly kind: 'failed';
      readonly failures: readonly { readonly instance: InstanceId; readonly failure: Failure }[];
    }
  /** stopped by a signal or a key, before or after ready */
  | { readonly kind: 'stopped'; readonly wasReady: boolean; readonly complete: boolean }
  /** a unit exited and with it, as was asked, the run; its code is that of the run */
  | { readonly kind: 'exited'; readonly instance: InstanceId; readonly exitCode: number; readonly complete: boolean }
  /** containers were made and, as was asked, not started */
  | { readonly kind: 'created' }
  /** left running */
  | { readonly kind: 'detached' };

/** The facts of a run. Every face renders these; each variant has its own data. */
export type EventBody =
  | { readonly type: 'run.started'; readonly project: string; readonly command: string; readonly engine: string }
  /** another run has the project; `remedy`: a command for where that is of another machine, and may be no more */
  | { readonly type: 'run.waiting'; readonly holder: string; readonly remedy?: string }
  | { readonly type: 'run.planned'; readonly steps: readonly PlannedStep[] }
  | { readonly type: 'run.ready'; readonly durationMs: number; readonly changed: boolean }
  | { readonly type: 'run.stopping'; readonly reason: string }
  | { readonly type: 'run.finished'; readonly outcome: Outcome; readonly durationMs: number }
  | { readonly type: 'stage.started'; readonly stage: string; readonly index: number }
  | { readonly type: 'stage.finished'; readonly stage: string; readonly index: number; readonly durationMs: number }
  | { readonly type: 'stage.skipped'; readonly stage: string; readonly index: number; readonly reason: string }
  /** something in it has failed, or it was not through in its time */
  | {
      readonly type: 'stage.failed';
      readonly stage: string;
      readonly index: number;
      readonly reason: string;
      readonly durationMs: number;
    }
  /** not begun, or not gone on with, because something else failed or the run was interrupted */
  | { readonly type: 'stage.canceled'; readonly stage: string; readonly index: number; readonly reason: string }
  | { readonly type: 'network.created'; readonly name: string }
  | { readonly type: 'volume.created'; readonly name: string }
  | {
      readonly type: 'image.progress';
      readonly image: string;
      /** bytes; total is 0 while unknown */
      readonly current: number;
      readonly total: number;
      readonly status: string;
    }
  /** a step of a build has begun; what it writes is told as `log` of the unit that it is for */
  | {
      readonly type: 'image.building';
      readonly image: string;
      readonly step: string;
      readonly number: number;
      readonly total: number;
    }
  | { readonly type: 'image.built'; readonly image: string; readonly durationMs: number }
  | { readonly type: 'image.removed'; readonly image: string }
  | { readonly type: 'image.pulled'; readonly image: string; readonly durationMs: number }
  | { readonly type: 'unit.held'; readonly instance: InstanceId; readonly holds: readonly Hold[] }
  | { readonly type: 'unit.pulling'; readonly instance: InstanceId; readonly image: string }
  | { readonly type: 'unit.building'; readonly instance: InstanceId; readonly image: string }
  /** its image is there now, fetched or built */
  | { readonly type: 'unit.fetched'; readonly instance: InstanceId; readonly image: string }
  | { readonly type: 'unit.creating'; readonly instance: InstanceId }
  | { readonly type: 'unit.created'; readonly instance: InstanceId; readonly container: string }
  | { readonly type: 'unit.starting'; readonly instance: InstanceId }
  /** running on the engine from now on; `adopted` when this run only found it */
  | {
      readonly type: 'unit.started';
      readonly instance: InstanceId;
      readonly container: string;
      readonly adopted: boolean;
    }
  /** ports of the host that the engine has picked for its container, `127.0.0.1:32768→80` style, anew with each start */
  | { readonly type: 'unit.published'; readonly instance: InstanceId; readonly ports: readonly string[] }
  | ({ readonly type: 'unit.hook'; readonly instance: InstanceId } & HookStep)
  | { readonly type: 'unit.probing'; readonly instance: InstanceId; readonly probe: string; readonly route: string }
  | {
      readonly type: 'unit.probe';
      readonly instance: InstanceId;
      readonly attempt: number;
      readonly error: string;
      readonly nextMs: number;
    }
  | { readonly type: 'unit.ready'; readonly instance: InstanceId; readonly by: ReadyBy; readonly startedAt: number }
  | {
      readonly type: 'unit.running';
      readonly instance: InstanceId;
      readonly attempt: number;
      readonly adopted: boolean;
    }
  /** this attempt of a job has failed, and another follows */
  | {
      readonly type: 'unit.retrying';
      readonly instance: InstanceId;
      readonly attempt: number;
      readonly of: number;
      readonly failure: Failure;
      readonly nextMs: number;
    }
  | {
      readonly type: 'unit.completed';
      readonly instance: InstanceId;
      readonly by: 'run' | 'replay' | 'exit';
      readonly durationMs: number;
      readonly outputs: readonly string[];
      /** a job's failure that was allowed, so that it counts as completed all the same */
      readonly tolerated?: Failure;
    }
  /** a job's command for the stop or the removal of its stack; `adopted` when an earlier run began it */
  | {
      readonly type: 'unit.event-started';
      readonly instance: InstanceId;
      readonly event: 'stop' | 'delete';
      readonly attempt: number;
      readonly adopted: boolean;
    }
  | {
      readonly type: 'unit.event-completed';
      readonly instance: InstanceId;
      readonly event: 'stop' | 'delete';
      readonly durationMs: number;
      /** a failure that was allowed */
      readonly tolerated?: Failure;
    }
  | {
      readonly type: 'unit.event-failed';
      readonly instance: InstanceId;
      readonly event: 'stop' | 'delete';
      readonly failure: Failure;
    }
  /** left by itself and will be started again by the engine's restart policy */
  | { readonly type: 'unit.restarting'; readonly instance: InstanceId; readonly exitCode: number }
  | { readonly type: 'unit.failed'; readonly instance: InstanceId; readonly failure: Failure }
  | { readonly type: 'unit.canceled'; readonly instance: InstanceId; readonly because: string }
  | { readonly type: 'unit.stopping'; readonly instance: InstanceId; readonly reason: string }
  | {
      readonly type: 'unit.stopped';
      readonly instance: InstanceId;
      readonly reason: string;
      readonly exitCode?: number;
    }
  /** begins anew, because somebody asked for it */
  | { readonly type: 'unit.renewed'; readonly instance: InstanceId; readonly cause: string }
  | { readonly type: 'unit.removed'; readonly instance: InstanceId }
  | { readonly type: 'network.removed'; readonly name: string }
  | { readonly type: 'volume.removed'; readonly name: string }
  /** a copy of the data that a job works on, or (no `job`) of the whole stack, was taken, or put in its place */
  | {
      readonly type: 'snapshot';
      readonly what: 'taken' | 'restored';
      readonly job?: string;
      readonly volumes: readonly string[];
      readonly durationMs: number;
    }
  /** `at`: when it was written, ms since the epoch, by the clock of the engine; absent: now */
  | {
      readonly type: 'log';
      readonly instance: InstanceId;
      readonly stream: 'stdout' | 'stderr';
      readonly line: string;
      readonly at?: number;
    }
  | { readonly type: 'warning'; readonly message: string; readonly hint?: string };

/** A fact and when it happened: ms since the epoch. */
export type Event = EventBody & { readonly at: number };

/** How a run is asked to end. */
export type LeaveIntent = { readonly type: 'detach' } | { readonly type: 'stop' } | { readonly type: 'kill' };

/** What is asked to be done with units in the middle of a run. */
export type UnitIntent =
  /** stop and start again; `dependents`: also all that needs them, directly or not */
  | { readonly type: 'restart-units'; readonly instances: readonly InstanceId[]; readonly dependents: boolean }
  | { readonly type: 'stop-units'; readonly instances: readonly InstanceId[] }
  /** now, whatever they wait for */
  | { readonly type: 'start-units'; readonly instances: readonly InstanceId[] }
  /** `forget`: whatever is remembered of an earlier run */
  | { readonly type: 'run-jobs'; readonly instances: readonly InstanceId[]; readonly forget: boolean };

/** What a face asks of the run. */
export type Intent = LeaveIntent | UnitIntent;
