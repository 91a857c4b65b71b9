import type { Engine } from '../../engine/engine.ts';
import type { ObservedVolume } from '../../plan/observed.ts';
import type { PlannedJob } from '../../plan/plan.ts';

/**
 * Volumes that are known, and those that these jobs work on besides: external ones, those that other tools made, and
 * those of services that are not selected. Asks for nothing where all are known.
 */
export async function withStateVolumes(
  known: readonly ObservedVolume[],
  jobs: readonly PlannedJob[],
  engine: Engine,
  project: string,
  signal: AbortSignal,
): Promise<readonly ObservedVolume[]> {
  const names = new Set(known.map(({ name }) => name));
  const unknown = new Set(jobs.flatMap(volumesOf).filter((name) => !names.has(name)));
  const found = await Promise.all([...unknown].map((name) => engine.volume(project, name, signal)));
  return [...known, ...found.filter((volume) => volume !== undefined)];
}

function volumesOf({ stateServices, ownState }: PlannedJob): readonly string[] {
  const mounts = stateServices.flatMap((service) => service.mounts);
  return [...mounts.flatMap((mount) => (mount.type === 'volume' && !mount.readOnly ? [mount.name] : [])), ...ownState];
}
