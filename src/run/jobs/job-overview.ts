import { instanceId } from '../../core/unit-state.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../manifest/model.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { Plan } from '../../plan/plan.ts';
import { assess } from '../assess.ts';
import { lookAt } from '../look.ts';
import { usualPolicy } from '../up-policy.ts';
import { type JobRecord, recordOf } from './job-memory.ts';

/** How a job ran last. Times in ms since the epoch. */
export type LastRun =
  | { readonly kind: 'never' }
  | { readonly kind: 'running'; readonly since: number }
  | { readonly kind: 'failed'; readonly at: number; readonly durationMs: number; readonly exitCode: number }
  /** it ended with 0 and counts as not run all the same, such as with outputs that are not usable */
  | { readonly kind: 'uncounted'; readonly at: number; readonly durationMs: number }
  | {
      readonly kind: 'completed';
      readonly at: number;
      readonly durationMs: number;
      readonly outputs: readonly string[];
    };

/** What there is to know of one job. */
export interface JobOverview {
  readonly job: Job;
  readonly last: LastRun;
  /** whether the next run of the stack would run it, and why */
  readonly next: { readonly runs: boolean; readonly cause: string };
}

/** Looks once at the jobs of a plan: how each ran last, and what would come of it now. Changes nothing. */
export async function jobOverview(
  {
    engine,
    plan,
    unitNames,
  }: { readonly engine: Engine; readonly plan: Plan; readonly unitNames: ReadonlySet<string> },
  signal: AbortSignal,
): Promise<readonly JobOverview[]> {
  const look = await lookAt(engine, plan, signal);
  const { byInstance } = await assess(look, plan, unitNames, usualPolicy, signal);
  return [...plan.units.values()].flatMap((planned) => {
    if (planned.kind !== 'job') return [];
    const instance = instanceId(planned.name);
    const { action, cause = '' } = byInstance.get(instance) ?? {};
    const container = look.observed.containers.find((one) => one.instance === instance);
    const last = lastRun(recordOf(look.documents, planned.name), container);
    return [{ job: planned.unit, last, next: { runs: action !== 'keep', cause } }];
  });
}

/** The later of what is remembered, which ended well, and of what its container says. */
function lastRun({ done, underWay }: JobRecord, container: ObservedContainer | undefined): LastRun {
  const status = container?.kind === 'job' ? container.status : undefined;
  if (status?.kind === 'running' || status?.kind === 'paused') return { kind: 'running', since: status.startedAt };
  const ended = status?.kind === 'exited' ? status : undefined;
  const durationMs = ended && Math.max(0, ended.finishedAt - ended.startedAt);
  if (ended !== undefined && durationMs !== undefined) {
    const { exitCode, finishedAt: at } = ended;
    if (exitCode !== 0 && at > (done?.at ?? 0)) return { kind: 'failed', at, durationMs, exitCode };
    // One that is under way yet has its end counted by the next run.
    if (exitCode === 0 && done === undefined && underWay === undefined) return { kind: 'uncounted', at, durationMs };
  }
  if (done === undefined) return { kind: 'never' };
  return { kind: 'completed', at: done.at, durationMs: done.durationMs, outputs: Object.keys(done.outputs) };
}
