import type { ObservedContainer, ObservedVolume } from '../../plan/observed.ts';
import type { PlannedJob } from '../../plan/plan.ts';
import { type StateSource, stateIdentity, volumeIdentity } from './state-identity.ts';

/** What is known of the data of a project. */
interface DataSeen extends Pick<StateSource, 'marking'> {
  containerOf(service: string): ObservedContainer | undefined;
  readonly volumes: readonly ObservedVolume[];
}

/** Identities of all data that a job's memory is tied to, by service, and by name for its own volumes. */
export async function stateOfJob(
  { stateServices, ownState }: PlannedJob,
  { containerOf, volumes, marking }: DataSeen,
): Promise<Readonly<Record<string, string>>> {
  const services = stateServices.map(async ({ name, mounts }) => {
    return [name, await stateIdentity(mounts, { container: containerOf(name), volumes, marking })] as const;
  });
  const own = ownState.map((name) => [`volume ${name}`, volumeIdentity(name, volumes)] as const);
  return Object.fromEntries([...(await Promise.all(services)), ...own]);
}
