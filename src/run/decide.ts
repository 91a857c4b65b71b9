import type { InstanceId } from '../core/unit-state.ts';
import { unitOf } from '../core/unit-state.ts';
import { movableServices } from '../plan/addresses/planned-addresses.ts';
import type { Plan } from '../plan/plan.ts';
import type { Change, RunState } from './run-state.ts';

/** What to do next with an instance. */
export type Command =
  /** get its image ahead of its turn, where what its container is to be is not known yet */
  | { readonly kind: 'fetch'; readonly instance: InstanceId }
  /** make its container ahead of its turn */
  | { readonly kind: 'prepare'; readonly instance: InstanceId }
  /** its turn: start it (or, a job, run it) */
  | { readonly kind: 'launch'; readonly instance: InstanceId };

/**
 * What can be done now with instances that have not begun. Pure; looks only at the candidates it is given, so that
 * the cost of an event does not grow with the size of the stack.
 */
export function decide(plan: Plan, state: RunState, candidates: Iterable<InstanceId>): readonly Command[] {
  const commands: Command[] = [];
  const launched = new Map<number, number>();
  const begun = new Set<string>();
  for (const instance of candidates) {
    const now = state.states.get(instance);
    if (now?.phase !== 'pending') continue;
    const unit = plan.units.get(unitOf(instance));
    const { stage = 0 } = unit ?? {};
    const inStage = launched.get(stage) ?? 0;
    const isApart = unit?.kind === 'job' && unit.apartFrom.some((other) => begun.has(other));
    if (!isApart && state.isFree(instance) && inStage < state.roomIn(stage)) {
      commands.push({ kind: 'launch', instance });
      launched.set(stage, inStage + 1);
      begun.add(unitOf(instance));
    } else if (now.preparation === 'none') {
      commands.push({ kind: isKnown(plan, state, instance) ? 'prepare' : 'fetch', instance });
    }
  }
  return commands;
}

/**
 * Whether its container can be made: the outputs that go into its environment have been written, or none are to be
 * expected, no address in it is known only later, and it stands on no other container.
 */
function isKnown(plan: Plan, state: RunState, instance: InstanceId): boolean {
  const unit = plan.units.get(unitOf(instance));
  if (unit === undefined || unit.basedOn.length > 0 || movableServices(unit.addresses).length > 0) return false;
  const { references, aliases } = unit.unit;
  const expectsNone = references.length === 0 && aliases.size === 0;
  return unit.outputsFrom.every(
    (job) =>
      !plan.units.has(job) ||
      (expectsNone && promisesNothing(plan, job)) ||
      state.isMet({ unit: job, condition: 'completed', required: true }),
  );
}

/** A job that names no outputs seldom has any; where it does, what was made ahead is made anew. */
function promisesNothing({ units }: Plan, job: string): boolean {
  const unit = units.get(job)?.unit;
  return unit?.kind === 'job' && unit.outputs.length === 0;
}

/**
 * The instances that a change may concern: those that need the changed unit, those of a stage whose gate opened, and
 * those that wait for their turn, on the same data or in a stage that lets only so many begin at once.
 */
export function concerned(plan: Plan, change: Change, openedStages: readonly number[]): readonly InstanceId[] {
  const unit = plan.units.get(unitOf(change.instance));
  const { dependents = [], stage = 0 } = unit ?? {};
  const apart = unit?.kind === 'job' ? unit.apartFrom : [];
  const limited = plan.stages[stage]?.parallel === undefined ? [] : [stage];
  const units = [
    ...dependents,
    ...apart,
    ...[...openedStages, ...limited].flatMap((index) => plan.stages[index]?.units ?? []),
  ];
  return units.flatMap((name) => plan.units.get(name)?.instances ?? []);
}

/** Every instance of a plan, in order: the candidates at the start of a run. */
export function allInstances(plan: Plan): readonly InstanceId[] {
  return [...plan.units.values()].flatMap((unit) => unit.instances);
}
