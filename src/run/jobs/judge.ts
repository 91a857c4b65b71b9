import type { Job } from '../../manifest/model.ts';
import { uncoveredMount } from '../../plan/describe-rerun.ts';
import { changesSince, type Fingerprint, newData } from './fingerprint.ts';
import { unknownIdentity } from './folder-identity.ts';
import type { DoneRecord, JobRecord } from './job-memory.ts';

/** Whether a job has to run, and why. */
export type Judgement =
  | { readonly kind: 'replay'; readonly done: DoneRecord }
  | { readonly kind: 'run'; readonly cause: string };

/** Decides from what is remembered and from what is so now. */
export function judge(job: Job, record: JobRecord, now: Fingerprint): Judgement {
  if (job.run === 'always') return { kind: 'run', cause: 'runs every time' };
  if (record.done === undefined) return { kind: 'run', cause: 'has not completed yet' };
  const { undoneBy } = record.done;
  // What is to happen once for its data does so again only where that was taken back.
  if (undoneBy === 'delete' || (undoneBy === 'stop' && job.run !== 'once')) {
    return { kind: 'run', cause: `its ${undoneBy} event has run since` };
  }
  const uncovered = job.run === 'once' ? undefined : uncoveredMount(job);
  if (uncovered !== undefined) {
    return { kind: 'run', cause: `what it mounts from ${uncovered} may have changed: "inputs" does not name it` };
  }
  const unknown = Object.entries(now.state).find(([, identity]) => identity.includes(unknownIdentity));
  if (unknown !== undefined) return { kind: 'run', cause: `whether the data of ${unknown[0]} is new can not be told` };
  const changes = (job.run === 'once' ? newData : changesSince)(record.done.fingerprint, now);
  if (changes.length > 0) return { kind: 'run', cause: changes.join('; ') };
  return { kind: 'replay', done: record.done };
}

/**
 * The same for a job that is only to have completed, for the data that is there: what else has changed does not count.
 * One that may fail has passed on nothing where it has not.
 */
export function judgeAsGiven({ allowFailure }: Job, { done }: JobRecord, now: Fingerprint): Judgement {
  const changes = done === undefined ? ['has not completed yet'] : newData(done.fingerprint, now);
  if (done !== undefined && changes.length === 0) return { kind: 'replay', done };
  if (allowFailure) return { kind: 'replay', done: { fingerprint: now, outputs: {}, at: 0, durationMs: 0 } };
  return { kind: 'run', cause: changes.join('; ') };
}
