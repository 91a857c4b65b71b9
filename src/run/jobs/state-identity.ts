import { stat } from 'node:fs/promises';
import type { Mount } from '../../manifest/model.ts';
import type { ObservedContainer, ObservedVolume } from '../../plan/observed.ts';

/** Nothing can be said about this state, so what depends on it is never skipped. */
export const unknownIdentity = 'unknown';

/**
 * Which data a service has: changes exactly when its data is not the same any more. A named volume by its identity,
 * an anonymous one by its name, tmpfs by container and start, a folder by its inode; a service without any by its container.
 */
export async function stateIdentity(
  mounts: readonly Mount[],
  container: ObservedContainer,
  volumes: readonly ObservedVolume[],
): Promise<string> {
  const written = container.mounts.filter(({ target }) => !isReadOnly(mounts, target));
  const declaredTmpfs = mounts.filter(({ type }) => type === 'tmpfs').map(({ target }) => target);
  const parts = written.map(async ({ target, type, source }) => {
    switch (type) {
      case 'volume':
        return `${target}=${volumes.find(({ name }) => name === source)?.identity ?? source}`;
      case 'bind':
        return `${target}=${await folderIdentity(source)}`;
      case 'tmpfs':
        return tmpfsIdentity(target, container);
    }
  });
  const tmpfs = declaredTmpfs
    .filter((target) => written.every((mount) => mount.target !== target))
    .map((target) => tmpfsIdentity(target, container));
  const identities = [...(await Promise.all(parts)), ...tmpfs].sort();
  return identities.length === 0 ? `container ${container.handle}` : identities.join(' ');
}

const isReadOnly = (mounts: readonly Mount[], target: string): boolean =>
  mounts.some((mount) => mount.target === target && mount.type !== 'tmpfs' && mount.readOnly);

function tmpfsIdentity(target: string, { handle, status }: ObservedContainer): string {
  const startedAt = 'startedAt' in status ? status.startedAt : 0;
  return `${target}=tmpfs of ${handle} since ${startedAt}`;
}

async function folderIdentity(path: string): Promise<string> {
  try {
    const { ino, birthtimeMs } = await stat(path);
    return `folder ${ino} ${birthtimeMs}`;
  } catch {
    return unknownIdentity;
  }
}
