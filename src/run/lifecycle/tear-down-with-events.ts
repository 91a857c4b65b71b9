import type { ObservedContainer } from '../../plan/observed.ts';
import type { Ordered } from '../../plan/teardown-order.ts';
import { Interruption, type Session } from '../session.ts';
import { type Step, tearDown } from '../tear-down.ts';
import { within } from '../within.ts';
import type { JobEvent } from './due-events.ts';
import { withLeftOutputs } from './left-outputs.ts';
import { runEvent } from './run-event.ts';

/** Longest that a look at what has come up for an event may take, ms. */
const lookDeadline = 60_000;

/** A teardown in the course of which events of jobs run. */
export interface EventTeardown {
  readonly project: string;
  readonly containers: readonly ObservedContainer[];
  readonly events: readonly JobEvent[];
  /** does to a container what is to be done; `isKept` where an event that failed may need it once more */
  act(container: ObservedContainer, isKept: boolean): Promise<boolean>;
  goesOn(): boolean;
}

/**
 * Tears down in reverse order, with each event in its job's turn: after all that needs the job, and before what the job
 * needs, which is started for it where it is down. One event at a time, since they may work on the same data.
 */
export async function tearDownWithEvents(
  session: Session,
  { project, containers, events, act, goesOn }: EventTeardown,
): Promise<{ readonly complete: boolean; readonly failed: readonly JobEvent[] }> {
  const failed: JobEvent[] = [];
  const needed = new Map(
    events.flatMap(({ record }) => [...record.plan.units]).filter(([, { kind }]) => kind === 'service'),
  );
  const seeTo = async (unit: string): Promise<boolean> => {
    // Anew, since it may have come up for an event.
    const { engine, clock } = session.options;
    const seen = await within(clock, lookDeadline, (signal) => engine.observe(project, signal));
    const isKept = failed.some(({ record }) => record.plan.units.has(unit));
    const own = seen.containers.filter((one) => one.unit === unit);
    return !(await Promise.all(own.map((container) => act(container, isKept)))).includes(false);
  };
  const runInLine = oneByOne(async (due: JobEvent) => {
    if (goesOn() && !(await hasRun(session, due))) failed.push(due);
    return goesOn();
  });
  const steps: readonly Step[] = [
    ...events.map((due) => ({
      ...placeOf(due),
      act: async () => {
        // Before its container goes.
        const complete = await withLeftOutputs(session, due);
        return (await seeTo(due.job.name)) && (await runInLine(complete));
      },
    })),
    ...[...needed.values()].map(({ name, needs, teardownStage }) => ({
      unit: name,
      // What it needs besides services is only on its containers.
      needs: [
        needs.map(({ unit }) => unit),
        ...containers.filter(({ unit }) => unit === name).map((one) => one.needs),
      ].flat(),
      stageIndex: teardownStage,
      act: () => seeTo(name),
    })),
  ];
  const inSteps = new Set(steps.map(({ unit }) => unit));
  const others = containers.filter(({ unit }) => !inSteps.has(unit));
  const complete = await tearDown(others, (container) => act(container, false), goesOn, steps);
  return { complete, failed };
}

/** Where an event stands in the order: before all services that it has to have, also over other jobs. */
const placeOf = ({ job, record }: JobEvent): Ordered => {
  const needs = [...job.needs.map(({ unit }) => unit), ...record.plan.units.keys()];
  return { unit: job.name, needs: needs.filter((unit) => unit !== job.name), stageIndex: job.teardownStage };
};

/** Whether an event has ended well, or its failure is allowed; one that was interrupted has not. */
async function hasRun(session: Session, due: JobEvent): Promise<boolean> {
  try {
    return await runEvent(session, due);
  } catch (error) {
    if (error instanceof Interruption) return false;
    throw error;
  }
}

/** Calls of this never overlap. */
function oneByOne<Input, Output>(task: (input: Input) => Promise<Output>): (input: Input) => Promise<Output> {
  let before: Promise<unknown> = Promise.resolve();
  return (input) => {
    const turn = before.then(() => task(input));
    before = turn.catch(() => undefined);
    return turn;
  };
}
