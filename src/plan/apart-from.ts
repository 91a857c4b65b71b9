import type { JobState, Plan, PlannedJob, PlannedUnit } from './plan.ts';

type Units = Plan['units'];

/**
 * The units with each job told which others it must not run beside: see `PlannedJob.apartFrom`. `left`: the state of
 * jobs that are not selected, one of which an earlier run may have left at work.
 */
export function withApartJobs(units: Units, barrier: Plan['barrier'], left: ReadonlyMap<string, JobState>): Units {
  const jobs = [...units.values()].filter((unit) => unit.kind === 'job');
  const states = new Map<string, JobState>([...jobs.map((job) => [job.name, job] as const), ...left]);
  const users = Map.groupBy(
    [...states].flatMap(([job, state]) => [...dataOf(state)].map((data) => ({ job, data }))),
    ({ data }) => data,
  );
  if ([...users.values()].every((sharing) => sharing.length < 2)) return units;
  const before = new Map(jobs.map((job) => [job.name, endedBefore(job, units)] as const));
  const isOrdered = (one: PlannedJob, name: string): boolean =>
    (barrier === 'strict' && units.has(name) && units.get(name)?.stage !== one.stage) ||
    before.get(one.name)?.has(name) === true ||
    before.get(name)?.has(one.name) === true;
  const apartFrom = (job: PlannedJob): readonly string[] => {
    const sharing = new Set([...dataOf(job)].flatMap((data) => users.get(data) ?? []).map((user) => user.job));
    return [...states.keys()].filter((name) => name !== job.name && sharing.has(name) && !isOrdered(job, name));
  };
  return new Map(
    [...units].map(([name, unit]): [string, PlannedUnit] => [
      name,
      unit.kind === 'job' ? { ...unit, apartFrom: apartFrom(unit) } : unit,
    ]),
  );
}

/** What a job works on: services, and what they and itself write to, since two services may stand on one volume. */
function dataOf({ stateServices, ownState }: JobState): ReadonlySet<string> {
  const written = stateServices.flatMap(({ mounts }) =>
    mounts.flatMap((mount) => {
      if (mount.type === 'volume') return mount.readOnly ? [] : [`volume ${mount.name}`];
      return mount.type === 'bind' && !mount.readOnly ? [`folder ${mount.source}`] : [];
    }),
  );
  const services = stateServices.map(({ name }) => `service ${name}`);
  return new Set([...services, ...written, ...ownState.map((volume) => `volume ${volume}`)]);
}

/** Jobs that have ended, in whatever way, before this one may begin. */
function endedBefore(job: PlannedJob, units: Units): ReadonlySet<string> {
  const ended = new Set<string>();
  const reached = new Set([job.name]);
  // A Set hands out what is added to it on the way, so it is its own queue.
  for (const name of reached) {
    for (const need of units.get(name)?.needs ?? []) {
      reached.add(need.unit);
      if (need.condition === 'completed') ended.add(need.unit);
    }
  }
  return ended;
}
