import type { Clock } from '../core/clock.ts';
import type { EventBody } from '../core/event.ts';
import type { InstanceId } from '../core/unit-state.ts';
import type { Engine, EngineInfo, ImageFacts, Memory } from '../engine/engine.ts';
import type { ContainerSpec, MountSpec } from '../plan/container-spec.ts';
import type { ObservedContainer, ObservedNetwork, ObservedVolume, Start } from '../plan/observed.ts';
import type { Plan, PlannedUnit } from '../plan/plan.ts';
import type { Assessment } from './assess.ts';
import type { JobRecord } from './jobs/job-memory.ts';
import type { JobOutputs } from './jobs/outputs.ts';
import type { Limiter } from './limiter.ts';
import type { News } from './news.ts';
import type { Crowd } from './readiness/crowd.ts';
import type { Route } from './readiness/route.ts';
import type { UpPolicy } from './up-policy.ts';

/** What carrying out a run needs; lives as long as the run. */
export interface RunContext {
  readonly engine: Engine;
  readonly info: EngineInfo;
  readonly clock: Clock;
  /** aborted when someone has no patience with anything any more */
  readonly killed: AbortSignal;
  readonly memory: Memory;
  /** Documents that are on their way to it: all are there before the run ends or lets go of its lock. */
  readonly lateWrites: Set<Promise<void>>;
  readonly limiter: Limiter;
  readonly crowd: Crowd;
  /** pulls and builds, which share one line and one disk */
  readonly imageLimiter: Limiter;
  readonly learnSecrets: (values: Iterable<string>) => void;
  /** Key of all hashes of this project. */
  readonly key: string;
  /** Resolves when that is kept which nothing starts before: the key, this run's beginning, what jobs pass on that is sensitive. */
  mayStart: Promise<void>;
  readonly emit: (event: EventBody) => void;
  /** The plan now in force. */
  readonly plan: () => Plan;
  readonly assessment: () => Assessment;
  /** Made or found before anything starts. */
  ground: Ground;
  /** Outputs of jobs that have completed. */
  readonly outputs: Map<string, JobOutputs>;
  readonly records: Map<string, JobRecord>;
  /** sensitive values that jobs have passed on so far, the newest last */
  readonly secrets: Set<string>;
  /** What the project remembered at the latest look. */
  readonly documents: () => ReadonlyMap<string, unknown>;
  /** Containers by instance, as last seen. */
  readonly containers: Map<InstanceId, ObservedContainer>;
  /**
   * What becomes of containers that were found, by handle: a kept one may end before its unit has begun, the end of one
   * that is leaving is this run's own doing.
   */
  readonly found: Map<string, 'kept' | 'leaving'>;
  /** Handles whose start was asked for by this run: what an interrupt stops. */
  readonly startedHere: Map<InstanceId, string>;
  /** The latest start of each handle that this run has asked for: when the engine told of it, ms by its clock. */
  readonly starts: Map<string, 'asked' | number>;
  /** of containers of the project, as the engine tells it */
  readonly news: News;
  /** Containers made ahead, or on their way. */
  readonly prepared: Map<InstanceId, Prepared>;
  /** Anonymous volumes of containers that were discarded, for those that take their place. */
  readonly inherited: Map<InstanceId, readonly MountSpec[]>;
  /** What a container of an instance is to have instead of what its plan says. */
  readonly adapted: Map<InstanceId, (spec: ContainerSpec) => ContainerSpec>;
  /** Images that are there, or on their way, by reference. */
  readonly images: Map<string, Promise<void>>;
  /** what the first look found of images, by reference */
  readonly imageFacts: ReadonlyMap<string, ImageFacts | undefined>;
  readonly policy: UpPolicy;
  /** Since when a service is waited for that is not ready yet, monotonic ms. */
  readonly waitingSince: Map<InstanceId, number>;
  /** Handles of services known as ready, with the start that this is true of. */
  readonly readySince: Map<string, Start>;
  /** the same, as earlier runs left it */
  readonly readyBefore: ReadonlyMap<string, Start>;
}

/** A container that is made, or on its way, and its configuration. */
export interface Prepared {
  readonly handle: Promise<string>;
  readonly config: Readonly<Record<string, string>>;
}

/** What the units of a project stand on. */
export interface Ground {
  readonly volumes: readonly ObservedVolume[];
  readonly networks: readonly ObservedNetwork[];
  /** how a unit's ports are reached from here */
  routeOf(unit: string): Route;
}

/** One instance of a planned unit, and the signal that ends all work on it. */
export interface Work<Unit extends PlannedUnit = PlannedUnit> {
  readonly instance: InstanceId;
  readonly index: number;
  readonly unit: Unit;
  readonly signal: AbortSignal;
}
