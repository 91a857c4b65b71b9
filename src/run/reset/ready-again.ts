import type { Outcome } from '../../core/event.ts';
import { unitOf } from '../../core/unit-state.ts';
import type { Manifest } from '../../manifest/model.ts';
import { makePlan } from '../../plan/make-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import { seedJobs } from '../../plan/seed-jobs.ts';
import type { Run, SessionOptions } from '../session.ts';
import { up } from '../up.ts';
import { usualPolicy } from '../up-policy.ts';
import { type ResetOptions, resetData } from './reset-data.ts';

/**
 * What is done to the data of a stack before it is used again: nothing, its seeds (see `seedJobs`) run once more, or it is
 * put back to what it was when the stack was first ready.
 */
export type Reset = 'none' | 'seed' | 'snapshot';

/** A stack that is used again and again. */
export interface ReadyAgainOptions extends Pick<SessionOptions, 'engine' | 'clock' | 'holder' | 'asked'> {
  readonly plan: Plan;
  /** that the plan is of */
  readonly manifest: Manifest;
  readonly reset: Reset;
}

/** Shows a run to its end. */
export type Follow = (begin: (observer: SessionOptions['observer']) => Run) => Promise<Outcome>;

/**
 * Makes a stack ready whose last use may have changed its data, or that is not there at all. Resolves to how its last run
 * ended: `ready`, or what kept it from that.
 */
export async function readyAgain(options: ReadyAgainOptions, follow: Follow): Promise<Outcome> {
  const { plan, manifest, reset } = options;
  switch (reset) {
    case 'none':
      return await follow(upOf(options, plan));
    case 'seed':
      return await follow(upOf(options, plan, new Set(seedJobs(plan))));
    case 'snapshot': {
      const restored = await follow(resetOf(options, 'restore'));
      if (!isDone(restored)) return restored;
      const ready = await follow(upOf(options, plan));
      if (ready.kind !== 'ready') return ready;
      const stopped = new Set<string>();
      const kept = await follow((observer) =>
        resetOf(
          options,
          'keep',
        )((event, view) => {
          if (event.type === 'unit.stopped') stopped.add(unitOf(event.instance));
          observer(event, view);
        }),
      );
      if (!isDone(kept) || stopped.size === 0) return isDone(kept) ? ready : kept;
      // Alone: jobs that run at every start have done so.
      const again = makePlan(manifest, { units: [...stopped], alone: true }).plan;
      return again === undefined ? ready : await follow(upOf(options, again));
    }
  }
}

const isDone = (outcome: Outcome): boolean => outcome.kind === 'stopped' && outcome.complete;

const upOf =
  (options: ReadyAgainOptions, plan: Plan, rerun: ReadonlySet<string> = new Set()) =>
  (observer: SessionOptions['observer']): Run =>
    up({
      ...options,
      observer,
      plan,
      unitNames: new Set(options.manifest.units.keys()),
      stay: 'no',
      followLogs: () => false,
      policy: { ...usualPolicy, removeOrphans: true, rerun },
    });

const resetOf =
  (options: ReadyAgainOptions, what: ResetOptions['what']) =>
  (observer: SessionOptions['observer']): Run =>
    resetData({ ...options, observer, what, hooksOf: (unit) => options.manifest.units.get(unit) });
