import type { Event, Outcome } from './event.ts';
import type { Hold, InstanceId, UnitState } from './unit-state.ts';

/** What a face knows of one unit before anything has happened. */
export interface UnitView {
  readonly unit: string;
  readonly kind: 'service' | 'job';
  readonly title?: string;
  /** for reports */
  readonly image?: string;
  /** index into `stages`; 0 where the manifest has no stages */
  readonly stage: number;
  readonly instances: readonly InstanceId[];
  /** its failure ends nothing: whoever waits for it can do without it */
  readonly optional: boolean;
  /** units whose state decides when this one starts */
  readonly needs: readonly string[];
  /** host ports that it publishes, `127.0.0.1:8080→80` style, for display; without those that the engine is to pick */
  readonly ports: readonly string[];
}

/** Why a stage has no unit in a run: it has none at all, `skip` is set on all of them, or others were asked for. */
export type StageAbsence = 'empty' | 'skip' | 'not-selected';

/** A stage as faces see it. A manifest without stages has one without a name. */
export interface StageView {
  readonly name: string;
  readonly description?: string;
  /** at most so many of its instances are on their way at once */
  readonly parallel?: number;
  /** how long it may take, ms */
  readonly timeout?: number;
  /** why none of its units takes part; absent where one does */
  readonly absence?: StageAbsence;
  readonly units: readonly string[];
}

/** How far an image has come that is fetched (bytes; total 0 while unknown) or built (steps). */
export type ImageWork =
  | { readonly kind: 'bytes'; readonly current: number; readonly total: number }
  | { readonly kind: 'step'; readonly name: string; readonly number: number; readonly total: number };

/** Everything that a face may read of a run. It changes in place; `version` counts the changes. */
export interface RunView {
  readonly project: string;
  readonly command: string;
  readonly startedAt: number;
  readonly stages: readonly StageView[];
  readonly units: ReadonlyMap<string, UnitView>;
  readonly states: ReadonlyMap<InstanceId, UnitState>;
  readonly outcome: Outcome | undefined;
  /** when everything was ready, ms since the epoch */
  readonly readyAt: number | undefined;
  /** another run that has the project and is waited for, and since when, ms since the epoch */
  readonly waitingFor: { readonly holder: string; readonly remedy?: string; readonly since: number } | undefined;
  /** whether all of it is being stopped */
  readonly isStopping: boolean;
  readonly version: number;
  /** why an instance does not start yet; empty when nothing holds it */
  holdsOf(instance: InstanceId): readonly Hold[];
  /** how far an image has come that is fetched or built now */
  imageWorkOf(image: string): ImageWork | undefined;
  /** when each step of an instance happened, for timelines and the critical path */
  timelineOf(instance: InstanceId): Timeline;
  /** the container or process that runs, or ran last, for an instance; opaque outside the engine */
  handleOf(instance: InstanceId): string | undefined;
  /** ports of the host that the engine has picked for an instance, in the style of `ports` */
  publishedFor(instance: InstanceId): readonly string[];
  /** how often it has left by itself in this run and was started again */
  restartsOf(instance: InstanceId): number;
  /** the last lines of an instance */
  logsOf(instance: InstanceId): LogLines;
}

/** The lines that are kept of a log, oldest first. */
export interface LogLines {
  readonly length: number;
  at(index: number): string | undefined;
  last(count: number): readonly string[];
}

/** Times in ms since the epoch; absent where it has not happened. */
export interface Timeline {
  readonly createdAt?: number;
  /** nothing held it any more: its turn had come */
  readonly turnAt?: number;
  /** its container was started, by this run */
  readonly startedAt?: number;
  /** ready, completed or failed */
  readonly settledAt?: number;
}

/** A face: sees every event after the view has taken it in, and ends with the outcome. */
export interface Face {
  event(event: Event, view: RunView): void;
  /** Called once, after `run.finished`. Resolves when all is written and the terminal is as before. */
  close(view: RunView): Promise<void>;
}
