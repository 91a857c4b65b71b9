import type { ObservedContainer } from '../plan/observed.ts';
import { type Ordered, teardownOrder } from '../plan/teardown-order.ts';

/** What is done to one container; false: it could not be done. */
type Act = (container: ObservedContainer) => Promise<boolean>;

/** Something that is to be done in its turn; false: it could not be done. */
export type Step = Ordered & { readonly act: () => Promise<boolean> };

/**
 * Does something to each container, in the reverse of the order in which they came up and as many at once as that
 * allows: later stages first, within a stage each the moment that all which needs it is through. What does not run is
 * in nobody's way, so that it is seen to at once, unless it is `inTurn`. Resolves to false where something was left:
 * what could not be done, what that needs, and, once `goesOn` says no, all that had not begun.
 */
export async function tearDown(
  containers: readonly ObservedContainer[],
  act: Act,
  goesOn: () => boolean = () => true,
  inTurn: readonly Step[] = [],
): Promise<boolean> {
  const { live = [], still = [] } = Object.groupBy(containers, (one) => (isUp(one) ? 'live' : 'still'));
  const steps = [...live.map((container) => ({ ...container, act: () => act(container) })), ...inTurn];
  const [stillDone, liveDone] = await Promise.all([all(still, act), inStages(steps, goesOn)]);
  return stillDone && liveDone;
}

async function inStages(steps: readonly Step[], goesOn: () => boolean): Promise<boolean> {
  const stages = Map.groupBy(steps, ({ stageIndex }) => stageIndex ?? 0);
  for (const [, members] of [...stages].toSorted(([one], [other]) => other - one)) {
    if (!(await inGraph(members, goesOn))) return false;
  }
  return true;
}

async function inGraph(members: readonly Step[], goesOn: () => boolean): Promise<boolean> {
  const done = new Map<string, Promise<boolean>>();
  const users = new Map<string, Promise<boolean>[]>();
  const perform = ({ act }: Step) => act();
  // In this order all that needs a unit comes before it, and circles are cut.
  for (const [unit, instances] of Map.groupBy(teardownOrder(members).flat(), (one) => one.unit)) {
    const before = users.get(unit) ?? [];
    const through = Promise.all(before).then(
      (results) => !results.includes(false) && goesOn() && all(instances, perform),
    );
    done.set(unit, through);
    for (const need of new Set(instances.flatMap(({ needs }) => needs))) {
      users.set(need, [...(users.get(need) ?? []), through]);
    }
  }
  return !(await Promise.all(done.values())).includes(false);
}

async function all<One>(members: readonly One[], act: (one: One) => Promise<boolean>): Promise<boolean> {
  return !(await Promise.all(members.map(act))).includes(false);
}

/** Whether a container runs, or is going to by itself. */
export const isUp = ({ status: { kind } }: ObservedContainer): boolean =>
  kind === 'running' || kind === 'restarting' || kind === 'paused';
