import type { MountSpec } from '../../plan/container-spec.ts';
import type { ObservedContainer, ObservedVolume } from '../../plan/observed.ts';
import { folderIdentity, type Marking } from './folder-identity.ts';

/** What stands in a volume's place while it is not there: what it will hold is new. */
const noVolume = 'no volume yet';

/** What identities are found from. */
export interface StateSource {
  /** undefined: there is none now */
  readonly container: ObservedContainer | undefined;
  readonly volumes: readonly ObservedVolume[];
  readonly marking: Marking;
}

/**
 * Which data a service has: changes exactly when its data is not the same any more. A named volume by its identity,
 * an anonymous one by its name, tmpfs by container and start, a folder by what the file system knows of it; a service
 * without any by its container. Where there is no container now, what its next one will have.
 */
export async function stateIdentity(mounts: readonly MountSpec[], source: StateSource): Promise<string> {
  const { container } = source;
  const seen = container === undefined ? undefined : partsOf(mounts, container, source);
  const identities = [...(await Promise.all(seen ?? mounts.map((mount) => partOf(mount, source))))]
    .filter((part) => part !== undefined)
    .sort();
  if (identities.length > 0) return identities.join(' ');
  return container === undefined ? 'no container yet' : `container ${container.handle}`;
}

/** Which data a volume holds. */
export const volumeIdentity = (name: string, volumes: readonly ObservedVolume[]): string =>
  volumes.find((volume) => volume.name === name)?.identity ?? noVolume;

type Part = Promise<string | undefined> | string | undefined;

/** What a container has mounted, which may be more than its manifest says. */
function partsOf(mounts: readonly MountSpec[], container: ObservedContainer, source: StateSource): readonly Part[] {
  const declared = new Map(mounts.map((mount) => [mount.target, mount] as const));
  const written = container.mounts.filter(({ target }) => !isReadOnly(declared.get(target)));
  const seen = written.map((mount) => seenPart(mount, declared.get(mount.target), container, source));
  const known = new Set(container.mounts.map(({ target }) => target));
  const unseen = mounts.filter(({ type, target }) => type === 'tmpfs' && !known.has(target));
  return [...seen, ...unseen.map(({ target }) => tmpfsPart(target, container))];
}

function seenPart(
  { target, type, source: from }: ObservedContainer['mounts'][number],
  declared: MountSpec | undefined,
  container: ObservedContainer,
  source: StateSource,
): Part {
  switch (type) {
    case 'volume':
      return `${target}=${source.volumes.find(({ name }) => name === from)?.identity ?? from}`;
    case 'bind':
      // An engine in a virtual machine knows the folder by another path.
      return folderPart(target, declared?.type === 'bind' ? declared.source : from, source);
    case 'tmpfs':
      return tmpfsPart(target, container);
  }
}

function partOf(mount: MountSpec, source: StateSource): Part {
  const { target } = mount;
  if (isReadOnly(mount)) return undefined;
  switch (mount.type) {
    case 'volume':
      return `${target}=${volumeIdentity(mount.name, source.volumes)}`;
    case 'bind':
      return folderPart(target, mount.source, source);
    case 'anonymous':
      return `${target}=${noVolume}`;
    case 'tmpfs':
      return `${target}=no tmpfs yet`;
  }
}

const isReadOnly = (mount: MountSpec | undefined): boolean =>
  mount !== undefined && mount.type !== 'tmpfs' && mount.readOnly;

const folderPart = async (target: string, path: string, { marking }: StateSource): Promise<string> =>
  `${target}=${await folderIdentity(path, marking)}`;

function tmpfsPart(target: string, { handle, status }: ObservedContainer): string {
  const startedAt = 'startedAt' in status ? status.startedAt : 0;
  return `${target}=tmpfs of ${handle} since ${startedAt}`;
}
