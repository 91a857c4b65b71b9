import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseSignal } from '../../core/signal.ts';
import { parseSize } from '../../core/size.ts';
import { instanceId } from '../../core/unit-state.ts';
import type { ContainerSpec } from '../../plan/container-spec.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import { usualLog } from './log-parts.ts';
import { environmentOnHost } from './places.ts';
import type { Place, PortToForward, UnitFile } from './unit-file.ts';

/**
 * A unit as it is written down, from what is wanted of it. `own`: a folder for what is its own; `volumes`: where their
 * data is, by name.
 */
export function unitFileOf(
  spec: ContainerSpec,
  config: Readonly<Record<string, string>>,
  own: string,
  volumes: ReadonlyMap<string, string>,
): UnitFile {
  const places = placesOf(spec, own, volumes).toSorted((one, other) => other.target.length - one.target.length);
  return {
    id: randomUUID(),
    name: spec.name,
    oneOff: spec.oneOff,
    about: {
      project: spec.project,
      instance: instanceId(spec.unit, spec.index),
      unit: spec.unit,
      kind: spec.kind,
      stage: spec.stage,
      ...(spec.stageIndex !== undefined && { stageIndex: spec.stageIndex }),
      needs: spec.needs,
      config,
      mounts: mountsOf(spec),
    },
    argv: [...(spec.entrypoint ?? []), ...(spec.command ?? [])],
    workingDir: spec.workingDir ?? own,
    environment: environmentOnHost(spec.environment, places),
    unset: spec.unset,
    restart: spec.restart,
    stopSignal: stopSignalOf(spec.container.stop_signal),
    stopGracePeriod: spec.stopGracePeriod,
    ports: portsOf(spec),
    ...(spec.gateway !== undefined && { forContainers: { gateway: spec.gateway, ports: spec.portsForContainers } }),
    places,
    log: logOf(spec),
  };
}

/** What a container has of its own has a folder for it here: these are made where they are not there yet. */
function placesOf(
  { folders, mounts, files }: ContainerSpec,
  own: string,
  volumes: ReadonlyMap<string, string>,
): readonly Place[] {
  const ownPlace = (target: string, at: number): Place => ({
    target,
    path: join(own, `${at}-${target.split('/').at(-1)}`),
  });
  const mounted = mounts.map((mount, at): Place => {
    switch (mount.type) {
      case 'volume':
        return { target: mount.target, path: join(volumes.get(mount.name) ?? own, mount.subpath ?? '') };
      case 'bind':
        return { target: mount.target, path: mount.source };
      case 'anonymous':
      case 'tmpfs':
        return ownPlace(mount.target, at);
      default:
        return mount satisfies never;
    }
  });
  const ownFolders = mounts.filter(({ type }) => type === 'anonymous' || type === 'tmpfs').map((mount) => mount.target);
  const given = files.flatMap(({ target, source }, at): readonly Place[] => {
    if (source.kind === 'file') return [{ target, path: source.path }];
    // What lies in a folder of the unit's own is written there, beside the others.
    if (source.kind !== 'content' || ownFolders.some((folder) => target.startsWith(`${folder}/`))) return [];
    return [ownPlace(target, mounts.length + at)];
  });
  return [...folders.map((target) => ({ target, path: join(own, target) })), ...mounted, ...given];
}

function mountsOf({ mounts }: ContainerSpec): ObservedContainer['mounts'] {
  return mounts.flatMap((mount): ObservedContainer['mounts'] => {
    if (mount.type === 'volume') return [{ target: mount.target, type: 'volume', source: mount.name }];
    return mount.type === 'bind' ? [{ target: mount.target, type: 'bind', source: mount.source }] : [];
  });
}

function portsOf({ ports, probePorts }: ContainerSpec): readonly PortToForward[] {
  const published = ports
    .filter(({ protocol }) => protocol === 'tcp')
    .map(({ container, host = 0, address }) => ({ container, host, address }));
  const probed = probePorts
    .filter((port) => !published.some(({ container }) => container === port))
    .map((container) => ({ container, host: 0, address: '127.0.0.1' }));
  return [...published, ...probed];
}

/** What a container's signal is here (Compose Specification, `stop_signal`): not every system has each. */
function stopSignalOf(given = 'SIGTERM'): NodeJS.Signals {
  const signal = parseSignal(given);
  return signal.ok ? signal.value : 'SIGTERM';
}

/** As Docker's own log driver has it: `max-size` of a part, `max-file` parts. */
function logOf({ container }: ContainerSpec): UnitFile['log'] {
  const { 'max-size': size, 'max-file': parts } = container.logging?.options ?? {};
  const partSize = size === undefined ? undefined : parseSize(size);
  return {
    partSize: partSize?.ok ? partSize.value : usualLog.partSize,
    parts: Math.max(1, Number(parts) || usualLog.parts),
  };
}
