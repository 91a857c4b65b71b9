import type { Plan, PlannedJob, PlannedUnit } from './plan.ts';
import { type SpecInput, specOf } from './spec-of.ts';

/** What was known when the job was started. */
type Sources = Pick<SpecInput, 'outputs' | 'environmentId'>;

/**
 * What it takes to run a job's events later, when its manifest may be another one or gone: the job and the services
 * that it needs, directly or not, each with all that it gets from elsewhere as plain variables.
 */
export function planOfJob(whole: Plan, job: PlannedJob, sources: Sources): Plan {
  const { builtIns: _, ...plan } = whole;
  const needed = neededBy(plan, job);
  const kept = [...plan.units.values()].filter(({ name, kind }) => kind === 'service' && needed.has(name));
  const names = new Set(kept.map(({ name }) => name));
  const services = kept.map((planned) => ({
    ...settled(whole, planned, sources),
    needs: planned.needs.filter(({ unit }) => names.has(unit)),
  }));
  const units = [...services, settled(whole, job, sources)];
  return {
    ...plan,
    stages: plan.stages.map((stage) => ({ ...stage, units: stage.units.filter((name) => names.has(name)) })),
    barrier: 'eager',
    from: 0,
    units: new Map(units.map((planned) => [planned.name, planned])),
    volumes: plan.volumes.filter(({ key }) => units.some((planned) => mounts(planned, key))),
    networks: plan.networks.filter(({ key }) => units.some((planned) => isOn(planned, key))),
  };
}

function neededBy(plan: Plan, job: PlannedJob): ReadonlySet<string> {
  const needed = new Set(job.needs.map(({ unit }) => unit));
  // A Set hands out what is added to it on the way, so it is its own queue.
  for (const name of needed) for (const { unit } of plan.units.get(name)?.needs ?? []) needed.add(unit);
  return needed;
}

/** So that nothing has to be known of the jobs that its variables came from. Where its services are is looked up each time. */
function settled<Planned extends PlannedUnit>(plan: Plan, planned: Planned, sources: Sources): Planned {
  const { environment } = specOf(plan, planned, 1, { ...sources, probePorts: [] });
  const unit = { ...planned.unit, environment, aliases: new Map<string, string>(), references: [] };
  return { ...planned, unit, outputsFrom: [], unnamedJobs: new Set<string>() };
}

const mounts = ({ unit }: PlannedUnit, key: string): boolean =>
  unit.mounts.some((mount) => mount.type === 'volume' && mount.volume === key);

const isOn = ({ unit: { networking } }: PlannedUnit, key: string): boolean =>
  networking.kind === 'networks' && networking.attachments.some(({ network }) => network === key);
