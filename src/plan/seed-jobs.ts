import type { Plan, PlannedJob } from './plan.ts';

/**
 * Jobs that fill the data of a stack, in the order of the plan: those that no other job comes after. What comes before
 * them makes the tables, and can not be done twice; nor can migrations and what runs once.
 */
export function seedJobs(plan: Plan): readonly string[] {
  const jobs = [...plan.units.values()].filter((unit): unit is PlannedJob => unit.kind === 'job');
  const awaited = new Set(jobs.flatMap(({ needs }) => needs.map(({ unit }) => unit)));
  return jobs
    .filter(({ name, unit, instances }) => {
      const mayRepeat = unit.migrations === undefined && unit.run !== 'once';
      return instances.length > 0 && mayRepeat && !awaited.has(name);
    })
    .map(({ name }) => name);
}
