import type { Memory } from '../../engine/engine.ts';
import type { Plan } from '../../plan/plan.ts';
import { rememberedKey } from '../memory-key.ts';
import type { MigrationStep } from '../migrations/migration-step.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { JobOutput, JobOutputs } from './outputs.ts';

/** A run of a job that ended well. */
export interface DoneRecord {
  readonly fingerprint: Fingerprint;
  readonly outputs: Readonly<Record<string, JobOutput>>;
  /** ms since the epoch */
  readonly at: number;
  readonly durationMs: number;
  /** an event of the job that has run since, and may have undone it */
  readonly undoneBy?: 'stop' | 'delete';
}

/** A container of a job that was about to start. */
export interface UnderWay {
  readonly handle: string;
  readonly fingerprint: Fingerprint;
  /** which attempt it is; absent: the first */
  readonly attempt?: number;
  /** when the first attempt began, ms since the epoch; absent: with this container */
  readonly since?: number;
  /** of a job with migrations: what its end means for the data */
  readonly migration?: MigrationStep;
}

/** What is remembered of one job. */
export interface JobRecord {
  /** Written before a start: the container whose end belongs to this fingerprint, also after devstack itself was killed. */
  readonly underWay?: UnderWay;
  readonly done?: DoneRecord;
}

const prefix = 'jobs/';

/** Where the record of a job is remembered. */
export const jobKey = (job: string): string => prefix + job;

/** Names of all jobs of which something is remembered. */
export const jobNames = (documents: ReadonlyMap<string, unknown>): readonly string[] =>
  [...documents.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The remembered record of a job; an unreadable one counts as none. */
export function recordOf(documents: ReadonlyMap<string, unknown>, job: string): JobRecord {
  const document = documents.get(jobKey(job));
  return isRecord(document) && document.version === 1 ? (document as JobRecord) : {};
}

/** The remembered records of all jobs, also of those that are in the manifest no more. */
export function jobRecords(documents: ReadonlyMap<string, unknown>): readonly JobRecord[] {
  return jobNames(documents).map((job) => recordOf(documents, job));
}

/** What jobs that are not part of a plan, such as one of which only some units were named, have passed on to its units before. */
export function outputsFromOutside({ units }: Plan, documents: ReadonlyMap<string, unknown>): Map<string, JobOutputs> {
  const jobs = new Set([...units.values()].flatMap(({ outputsFrom }) => outputsFrom));
  const outside = [...jobs].filter((job) => !units.has(job));
  return new Map(
    outside.map((job) => {
      const { done } = recordOf(documents, job);
      return [job, done === undefined ? new Map() : replayedOutputs(done)];
    }),
  );
}

/** The document that makes a job's record last; undefined removes it. */
export const jobDocument = (job: string, record: JobRecord | undefined): readonly [string, unknown] => [
  jobKey(job),
  record && { version: 1, ...record },
];

/** Remembers a job's record, with the key that its fingerprints were made with, and documents that have to go with it. */
export function remember(
  { memory, key }: Remembering,
  job: string,
  record: JobRecord,
  signal: AbortSignal,
  beside: ReadonlyMap<string, unknown> = new Map(),
): Promise<void> {
  return memory.write(new Map([...rememberedKey(key), ...beside, jobDocument(job, record)]), signal);
}

interface Remembering {
  readonly memory: Memory;
  readonly key: string;
}

/** Outputs as they are remembered. */
export const storedOutputs = (outputs: JobOutputs): DoneRecord['outputs'] => Object.fromEntries(outputs);

/** Outputs of a remembered run. */
export const replayedOutputs = (done: DoneRecord): JobOutputs => new Map(Object.entries(done.outputs));
