import type { Plan } from '../../plan/plan.ts';
import type { DoneRecord } from '../jobs/job-memory.ts';
import { planDocument, planIn } from './plan-document.ts';

/** Events of a job besides its start. */
export type EventName = 'stop' | 'delete';

/** A container of an event that was about to start. */
export interface EventUnderWay {
  readonly event: EventName;
  readonly handle: string;
  readonly attempt: number;
  /** when the first attempt began, ms since the epoch */
  readonly since: number;
}

/** What is remembered of a job so that its events can run whatever has become of its manifest. Written before its start. */
export interface LifecycleRecord {
  /** the job as it was started, and what it needs; see `planOfJob` */
  readonly plan: Plan;
  /** that its start had; a rebuilt image has another */
  readonly imageId?: string;
  /** what it has passed on in earlier runs, also where a later one failed */
  readonly outputs: DoneRecord['outputs'];
  /** whether a start before the one that is under way has ended well since the last stop */
  readonly succeeded: boolean;
  readonly underWay?: EventUnderWay;
}

const prefix = 'lifecycle/';

const keyOf = (job: string): string => `${prefix}${job}`;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Names of the jobs of which this is remembered. */
export const jobsWithLifecycle = (documents: ReadonlyMap<string, unknown>): readonly string[] =>
  [...documents.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));

/** What is remembered of a job; undefined where it is nothing, or not readable. */
export function lifecycleOf(documents: ReadonlyMap<string, unknown>, job: string): LifecycleRecord | undefined {
  const document = documents.get(keyOf(job));
  if (!isRecord(document) || document.version !== 1) return undefined;
  return { ...(document as unknown as LifecycleRecord), plan: planIn(document.plan) };
}

/** The document that makes a record last; undefined removes it. */
export function lifecycleDocument(job: string, record: LifecycleRecord | undefined): readonly [string, unknown] {
  return [keyOf(job), record && { version: 1, ...record, plan: planDocument(record.plan) }];
}
