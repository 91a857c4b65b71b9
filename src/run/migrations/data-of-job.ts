import { instanceId } from '../../core/unit-state.ts';
import type { MountSpec } from '../../plan/container-spec.ts';
import type { Observed, ObservedContainer } from '../../plan/observed.ts';
import type { PlannedJob } from '../../plan/plan.ts';

/** Where the data of a job is. */
export interface JobData {
  /** volumes that are there, by their name on the engine */
  readonly volumes: readonly string[];
  /** folders of the host that are written to, of which no snapshot is taken */
  readonly folders: readonly string[];
  /** containers that have one of the volumes and run */
  readonly users: readonly ObservedContainer[];
  /** images of those that work on it, the nearest first */
  readonly images: readonly string[];
}

/** Finds the data that a job works on, and who uses it now. */
export function dataOfJob({ stateServices, ownState, unit }: PlannedJob, observed: Observed): JobData {
  const there = new Set(observed.volumes.map(({ name }) => name));
  const containers = stateServices.map(({ name }) =>
    observed.containers.find((container) => container.instance === instanceId(name)),
  );
  const declared = stateServices.flatMap(({ mounts }) => mounts).filter(isWritten);
  const named = declared.flatMap((mount) => (mount.type === 'volume' && there.has(mount.name) ? [mount.name] : []));
  const unnamed = stateServices.flatMap(({ mounts }, index) => unnamedVolumes(mounts, containers[index]));
  const volumes = [...new Set([...named, ...unnamed, ...ownState.filter((name) => there.has(name))])];
  const folders = declared.flatMap((mount) => (mount.type === 'bind' ? [mount.source] : []));
  const users = observed.containers.filter(
    (container) => isUp(container) && container.mounts.some(({ source }) => volumes.includes(source)),
  );
  const images = [...containers.flatMap((container) => (container === undefined ? [] : [container.image])), unit.image];
  return { volumes, folders, users, images };
}

/** Volumes that a container has beyond what is said of its mounts: those of its image. */
function unnamedVolumes(mounts: readonly MountSpec[], container: ObservedContainer | undefined): readonly string[] {
  const known = new Set(mounts.filter(({ type }) => type !== 'anonymous').map(({ target }) => target));
  return (container?.mounts ?? []).flatMap(({ type, target, source }) =>
    type === 'volume' && !known.has(target) ? [source] : [],
  );
}

const isWritten = (mount: MountSpec): boolean => mount.type !== 'tmpfs' && !mount.readOnly;

const isUp = ({ status: { kind } }: ObservedContainer): boolean =>
  kind === 'running' || kind === 'restarting' || kind === 'paused';
