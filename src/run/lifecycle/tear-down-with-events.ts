import type { ObservedContainer } from '../../plan/observed.ts';
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
  const needed = new Map(
    events.flatMap(({ record }) => [...record.plan.units]).filter(([, { kind }]) => kind === 'service'),
  );
  const apart = new Set([...events.map(({ job }) => job.name), ...needed.keys()]);
  const failed: JobEvent[] = [];
  const seeTo = async (unit: string): Promise<boolean> => {
    // Anew, since it may have come up for an event.
    const { engine, clock } = session.options;
    const seen = await within(clock, lookDeadline, (signal) => engine.observe(project, signal));
    const isKept = failed.some(({ record }) => record.plan.units.has(unit));
    const own = seen.containers.filter((one) => one.unit === unit);
    return !(await Promise.all(own.map((container) => act(container, isKept)))).includes(false);
  };
  let before: Promise<unknown> = Promise.resolve();
  const inLine = (due: JobEvent): Promise<boolean> => {
    const turn = before.then(async () => {
      if (goesOn() && !(await runEvent(session, due))) failed.push(due);
      return goesOn();
    });
    const ended = turn.catch((error: unknown) => {
      if (!(error instanceof Interruption)) throw error;
      failed.push(due);
      return goesOn();
    });
    before = ended.catch(() => undefined);
    return ended;
  };
  const steps: readonly Step[] = [
    ...events.map((due) => ({
      unit: due.job.name,
      needs: [...due.job.needs.map(({ unit }) => unit), ...due.record.plan.units.keys()].filter(
        (unit) => unit !== due.job.name,
      ),
      stageIndex: due.job.stage,
      act: async () => {
        // Before its container goes.
        const complete = await withLeftOutputs(session, due);
        return (await seeTo(due.job.name)) && (await inLine(complete));
      },
    })),
    ...[...needed.values()].map(({ name, needs, stage }) => ({
      unit: name,
      needs: needs.map(({ unit }) => unit),
      stageIndex: stage,
      act: () => seeTo(name),
    })),
  ];
  const others = containers.filter(({ unit }) => !apart.has(unit));
  const complete = await tearDown(others, (container) => act(container, false), goesOn, steps);
  return { complete, failed };
}
