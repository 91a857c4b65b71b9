import type { StageAbsence } from '../core/run-view.ts';
import type { Condition, InstanceId } from '../core/unit-state.ts';
import type { Job, Service, Volume } from '../manifest/model.ts';
import type { Network } from '../manifest/network-model.ts';
import type { Opening } from './addresses/openings.ts';
import type { PlannedAddress } from './addresses/planned-addresses.ts';
import type { MountSpec } from './container-spec.ts';
import type { BuiltIns } from './parity/built-ins.ts';

/** Why one unit comes after another. */
export interface Need {
  readonly unit: string;
  readonly condition: Condition;
  /** false: what it waits for may fail, or not be there at all */
  readonly required: boolean;
  /** it is started anew when the other one was */
  readonly restart: boolean;
}

/** What to bring up, and in which order. Made by pure code from a manifest; may be replaced in the middle of a run. */
export interface Plan {
  readonly project: string;
  /** Manifest file as shown to people. */
  readonly file: string;
  /** Absolute folder of the manifest. */
  readonly folder: string;
  /** Only units that are selected; stages that are empty for this selection keep their place. A manifest without stages has one, named ''. */
  readonly stages: readonly PlannedStage[];
  /** eager: no stage waits for another, only units for units */
  readonly barrier: 'strict' | 'eager';
  /** what its units get as they do in the pipeline that is reproduced, where one is */
  readonly builtIns?: BuiltIns;
  /** Index of the stage that it begins with: what comes before has to be there already, and is left as it is. */
  readonly from: number;
  /** In topological order, earlier stages first. */
  readonly units: ReadonlyMap<string, PlannedUnit>;
  /** those that its units use */
  readonly volumes: readonly Volume[];
  readonly networks: readonly Network[];
}

/** A stage, and which units of it take part. */
export interface PlannedStage {
  readonly name: string;
  readonly description?: string;
  /** at most so many of its containers are on their way at once */
  readonly parallel?: number;
  /** how long all of it may take to be there, ms */
  readonly timeout?: number;
  /** why none of its units takes part; absent where one does */
  readonly absence?: StageAbsence;
  readonly index: number;
  readonly units: readonly string[];
}

interface PlannedBase {
  readonly name: string;
  readonly stage: number;
  /** the stage by which it is taken down: the same, or one for all where stages order nothing */
  readonly teardownStage: number;
  readonly instances: readonly InstanceId[];
  readonly needs: readonly Need[];
  /** units that name this one, the other way round of `needs` */
  readonly dependents: readonly string[];
  /** jobs whose outputs it gets: those it names, in order; of one that is not selected what it wrote before */
  readonly outputsFrom: readonly string[];
  /** those among them that it does not name: in a pipeline it gets what all earlier stages pass on */
  readonly unnamedJobs: ReadonlySet<string>;
  /** where it finds the services that its environment refers to, from where it runs */
  readonly addresses: readonly PlannedAddress[];
  /** what is opened for those that refer to it */
  readonly opening: Opening;
  /** units whose containers its own are made on: namespaces or volumes that they share */
  readonly basedOn: readonly string[];
  /** every unit that waits for it can do without it, so that its failure ends nothing */
  readonly optional: boolean;
}

/** A service, with what follows from all that is selected. */
export interface PlannedService extends PlannedBase {
  readonly kind: 'service';
  readonly unit: Service;
  /** whether some unit waits for it to be `ready` or `completed`, or a later stage does */
  readonly awaited: boolean;
}

/** A service whose data a job works on. */
interface StateService {
  readonly name: string;
  readonly mounts: readonly MountSpec[];
}

/** What the memory of a job is tied to. */
export interface JobState {
  /** services whose data its memory is tied to, selected or not; where it does not say, those it depends on, transitively */
  readonly stateServices: readonly StateService[];
  /** names on the engine of its own volumes to which its memory is tied as well: those it mounts, unless it says what its state is */
  readonly ownState: readonly string[];
}

/** The same of a job. */
export interface PlannedJob extends PlannedBase, JobState {
  readonly kind: 'job';
  readonly unit: Job;
  /** other jobs on the same data, selected or not, that nothing else puts in order: two of them never run at the same time */
  readonly apartFrom: readonly string[];
}

/** A unit that takes part. */
export type PlannedUnit = PlannedService | PlannedJob;

/** Whether a unit comes before the stage that its plan begins with: it is looked at, and left as it is. */
export const isGiven = ({ from }: Plan, { stage }: PlannedUnit): boolean => stage < from;
