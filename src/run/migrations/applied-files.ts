import { existsSync } from 'node:fs';
import { posix, relative, resolve, sep } from 'node:path';
import type { ContainerSpec, FileSpec, MountSpec } from '../../plan/container-spec.ts';
import { folderOf, type MigrationFile } from './migration-file.ts';

type Bind = Extract<MountSpec, { type: 'bind' }>;

/** Copies of migrations that were applied, and where the job has them from now. */
export interface AppliedFiles {
  readonly files: readonly MigrationFile[];
  readonly content: ReadonlyMap<string, Buffer>;
  /** the manifest's folder, absolute */
  readonly base: string;
  /** the job's globs as they are now, absolute */
  readonly globs: readonly string[];
}

/**
 * A container that sees migrations as they were applied, in the places where it would see those of the working tree:
 * a volume of its own lies over each folder of them that comes from the host. Where they are part of the image, the
 * image that was kept has them; a process of the host has them in a folder of its own.
 */
export function withAppliedFiles(spec: ContainerSpec, applied: AppliedFiles): ContainerSpec {
  const folders = Map.groupBy(applied.files, ({ folder }) => folder);
  return [...folders].reduce((adapted, [folder, files]) => {
    const host = hostFolder(folder, folders.size, applied);
    return withFolder(adapted, host, files, applied.content);
  }, spec);
}

/** Where the folder has another name now than when its files were applied, and there is only one, that one is meant. */
function hostFolder(folder: string, count: number, { base, globs }: AppliedFiles): string {
  const before = resolve(base, folder);
  const now = [...new Set(globs.map(folderOf))];
  const [only] = now;
  return count === 1 && now.length === 1 && only !== undefined ? only : before;
}

function withFolder(
  spec: ContainerSpec,
  folder: string,
  files: readonly MigrationFile[],
  content: ReadonlyMap<string, Buffer>,
): ContainerSpec {
  const target = targetOf(spec, folder);
  if (target === undefined) return spec;
  const mount = mountOf(spec, folder);
  // The engine would have to make the folder in the working tree, to have a place for the volume.
  const isReplaced = folder === mount?.source || !existsSync(folder);
  const kept = isReplaced ? spec.mounts.filter((one) => one !== mount) : spec.mounts;
  const written = files.map(({ name }): FileSpec => {
    const bytes = content.get(name) ?? new Uint8Array();
    return { target: posix.join(target, name), source: { kind: 'content', content: bytes } };
  });
  return {
    ...spec,
    mounts: [...kept, { type: 'anonymous', target, readOnly: false, noCopy: true }],
    files: [...spec.files, ...written],
  };
}

/** Where a unit has the migrations of these globs; undefined where they are part of its image, or in several folders. */
export function folderInUnit(spec: ContainerSpec, globs: readonly string[]): string | undefined {
  const [folder, ...others] = new Set(globs.map(folderOf));
  return folder === undefined || others.length > 0 ? undefined : targetOf(spec, folder);
}

/** A process of the host that mounts nothing of it has a folder where it is. */
function targetOf(spec: ContainerSpec, folder: string): string | undefined {
  const mount = mountOf(spec, folder);
  if (mount === undefined) return spec.place === 'host' ? folder : undefined;
  return posix.join(mount.target, relative(mount.source, folder).split(sep).join('/'));
}

const mountOf = (spec: ContainerSpec, folder: string): Bind | undefined =>
  spec.mounts.findLast((one): one is Bind => one.type === 'bind' && isWithin(folder, one.source));

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}${sep}`);
