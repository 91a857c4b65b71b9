import type { ObservedContainer, ObservedVolume } from '../../plan/observed.ts';
import type { Plan, PlannedJob } from '../../plan/plan.ts';
import { stateIdentity, unknownIdentity } from './state-identity.ts';

/** Identities of all data that a job's memory is tied to, by service. */
export async function stateOfJob(
  plan: Plan,
  job: PlannedJob,
  containerOf: (service: string) => ObservedContainer | undefined,
  volumes: readonly ObservedVolume[],
): Promise<Readonly<Record<string, string>>> {
  const entries = job.stateServices.map(async (name) => {
    const container = containerOf(name);
    const mounts = plan.units.get(name)?.unit.mounts ?? [];
    const identity = container === undefined ? unknownIdentity : await stateIdentity(mounts, container, volumes);
    return [name, identity] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
