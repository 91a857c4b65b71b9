import { posix } from 'node:path';
import type Dockerode from 'dockerode';
import type { ContainerSpec, FileSpec, MountSpec } from '../../plan/container-spec.ts';
import { putEntries } from './archive.ts';
import { externalConfig } from './external-config.ts';
import { readLocal } from './read-local.ts';
import { engineError } from './translate.ts';

/** A file that is mounted from the host, or written into the container. */
export interface GivenFile {
  readonly spec: FileSpec;
  /** undefined: mounted */
  readonly content: Uint8Array | undefined;
}

/** World-readable, as Compose has it. */
const defaultMode = 0o444;

/** The files of a container, with the content of those that have to be written: a mount has the owner and mode of the host. */
export async function givenFiles(
  docker: Dockerode,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<readonly GivenFile[]> {
  return await Promise.all(
    spec.files.map(async (file) => ({ spec: file, content: await contentOf(docker, file, signal) })),
  );
}

async function contentOf(docker: Dockerode, file: FileSpec, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const { source, uid, gid, mode } = file;
  switch (source.kind) {
    case 'content':
      return Buffer.from(source.content);
    case 'external':
      return await externalConfig(docker, source, signal);
    case 'file':
      return uid === undefined && gid === undefined && mode === undefined
        ? undefined
        : await readLocal(source.path, 'a secret or config', 'file', signal);
  }
}

/** The files of the host that are mounted. */
export function mountsFor(files: readonly GivenFile[]): readonly MountSpec[] {
  return files.flatMap(({ spec: { target, source }, content }): MountSpec[] =>
    content === undefined && source.kind === 'file'
      ? [{ type: 'bind', source: source.path, target, readOnly: true, create: false }]
      : [],
  );
}

/**
 * Folders that need a volume for what is written there: the engine writes into a read-only container only where a
 * volume is mounted, and what it writes beneath a tmpfs is hidden by it.
 */
export function foldersFor(files: readonly GivenFile[], spec: ContainerSpec): readonly string[] {
  const written = files.flatMap((file) => (file.content === undefined ? [] : [posix.dirname(file.spec.target)]));
  const folders = [...new Set(written)].filter((folder) => spec.container.read_only === true || isHidden(folder, spec));
  if (folders.includes('/')) {
    throw engineError(
      'container-create',
      `the container "${spec.name}" can not be written to, so that no secret or config can stand in its root`,
      'give it a "target" in a folder, or a "file" of the host',
    );
  }
  return folders.filter((folder) => spec.mounts.every(({ target }) => target !== folder));
}

const isHidden = (folder: string, { mounts }: ContainerSpec): boolean =>
  mounts.some(({ type, target }) => type === 'tmpfs' && !posix.relative(target, folder).startsWith('..'));

/** Writes what is to be written, before the start. */
export async function writeFiles(
  docker: Dockerode,
  handle: string,
  files: readonly GivenFile[],
  isReadOnly: boolean,
  signal: AbortSignal,
): Promise<void> {
  const written = files.flatMap(({ spec, content }) => (content === undefined ? [] : [{ spec, content }]));
  // Below the root folders that are missing are made; a read-only container is written to where a volume is mounted.
  const folderOf = (target: string): string => (isReadOnly ? posix.dirname(target) : '/');
  for (const [folder, inside] of Map.groupBy(written, ({ spec }) => folderOf(spec.target))) {
    const entries = inside.map(({ spec: { target, uid = 0, gid = 0, mode = defaultMode }, content }) => ({
      name: posix.relative(folder, target),
      content,
      mode,
      uid,
      gid,
    }));
    await putEntries(docker, handle, folder, entries, signal);
  }
}
