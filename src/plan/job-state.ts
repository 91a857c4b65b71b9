import type { Job, Manifest } from '../manifest/model.ts';
import type { Graph } from './graph.ts';
import { mountSpecs } from './mount-specs.ts';
import type { JobState } from './plan.ts';

/** What a job's memory is tied to: what it says, else its own volumes and all that it depends on, nearest first. */
export function jobState(job: Job, manifest: Manifest, graph: Graph): JobState {
  const nameOf = (key: string): string => manifest.volumes.get(key)?.name ?? key;
  const services = (job.state ?? [...reachedFrom(job.name, graph)]).flatMap((name) => {
    const unit = manifest.units.get(name);
    return unit?.kind === 'service' ? [{ name, mounts: mountSpecs(unit, nameOf) }] : [];
  });
  const own = job.state === undefined ? job.mounts : [];
  const volumes = own.flatMap((mount) => (mount.type === 'volume' ? [nameOf(mount.volume)] : []));
  return { stateServices: services, ownState: [...new Set(volumes)] };
}

/** All that a unit depends on, directly or through others. */
function reachedFrom(unit: string, graph: Graph): ReadonlySet<string> {
  const reached = new Set([unit]);
  // A Set hands out what is added to it on the way, so it is its own queue.
  for (const name of reached) {
    for (const edge of graph.get(name) ?? []) reached.add(edge.to);
  }
  return reached;
}
