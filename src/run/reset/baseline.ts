import { createHash } from 'node:crypto';
import { jobKey } from '../jobs/job-memory.ts';

/** Copies of a stack's data as it was when the stack was ready. */
export interface Baseline {
  /** by the volume that each is a copy of */
  readonly volumes: ReadonlyMap<string, { readonly copy: string; readonly identity: string }>;
  /** what had been done to the data: where jobs have run since, it is no longer what a ready stack has */
  readonly jobs: string;
}

interface Stored {
  readonly volumes: Readonly<Record<string, { readonly copy: string; readonly identity: string }>>;
  readonly jobs: string;
}

type Documents = ReadonlyMap<string, unknown>;

const document = 'baseline';

/** The baseline that is remembered; undefined where there is none, or it is not of these volumes (names with identities). */
export function baselineIn(documents: Documents, volumes: ReadonlyMap<string, string>): Baseline | undefined {
  const stored = documents.get(document);
  if (!isStored(stored)) return undefined;
  const known = new Map(Object.entries(stored.volumes));
  const isOfThese = [...volumes].every(([name, identity]) => known.get(name)?.identity === identity);
  return isOfThese && known.size === volumes.size ? { volumes: known, jobs: stored.jobs } : undefined;
}

const isStored = (value: unknown): value is Stored =>
  typeof value === 'object' &&
  value !== null &&
  'jobs' in value &&
  'volumes' in value &&
  typeof value.volumes === 'object' &&
  value.volumes !== null;

/** The document that makes it last. */
export const rememberedBaseline = ({ volumes, jobs }: Baseline): Documents =>
  new Map([[document, { volumes: Object.fromEntries(volumes), jobs } satisfies Stored]]);

/** What takes it back. */
export const forgottenBaseline: Documents = new Map([[document, undefined]]);

/** What is remembered of jobs, as a text that changes whenever one of them has run. */
export function jobsIn(documents: Documents): string {
  const records = [...documents].filter(([key]) => key.startsWith(jobKey(''))).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(records)).digest('hex');
}
