import type { Plan, PlannedJob, PlannedUnit } from './plan.ts';

type Units = Plan['units'];

/** The units with each job told which others it must not run beside: see `PlannedJob.apartFrom`. */
export function withApartJobs(units: Units, barrier: Plan['barrier']): Units {
  const jobs = [...units.values()].filter((unit) => unit.kind === 'job');
  const users = Map.groupBy(
    jobs.flatMap((job) => [...dataOf(job)].map((data) => ({ job, data }))),
    ({ data }) => data,
  );
  if ([...users.values()].every((sharing) => sharing.length < 2)) return units;
  const before = new Map(jobs.map((job) => [job.name, endedBefore(job, units)] as const));
  const isOrdered = (one: PlannedJob, other: PlannedJob): boolean =>
    (barrier === 'strict' && one.stage !== other.stage) ||
    before.get(one.name)?.has(other.name) === true ||
    before.get(other.name)?.has(one.name) === true;
  const apartFrom = (job: PlannedJob): readonly string[] => {
    const sharing = new Set([...dataOf(job)].flatMap((data) => users.get(data) ?? []).map((user) => user.job));
    return jobs
      .filter((other) => other !== job && sharing.has(other) && !isOrdered(job, other))
      .map(({ name }) => name);
  };
  return new Map(
    [...units].map(([name, unit]): [string, PlannedUnit] => [
      name,
      unit.kind === 'job' ? { ...unit, apartFrom: apartFrom(unit) } : unit,
    ]),
  );
}

/** What a job works on: services, and what they and itself write to, since two services may stand on one volume. */
function dataOf({ stateServices, ownState }: PlannedJob): ReadonlySet<string> {
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
