import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { DevstackError } from '../../core/failure.ts';
import { consult } from '../../core/witness.ts';
import { fixedPart } from '../../manifest/glob.ts';
import { pathsOf } from '../../manifest/paths-of.ts';

/** A migration by its name, which is its place in the order, and its content. */
export interface MigrationFile {
  /** below the fixed part of its glob, such as `003_users.sql` */
  readonly name: string;
  readonly sha256: string;
  /** where it was found, relative to the manifest's folder, without its name */
  readonly folder: string;
}

/** A migration that is there now. */
export interface PresentFile extends MigrationFile {
  readonly content: Buffer;
}

/** Most bytes that the migrations of one job may have together: a copy of them is kept with what the project remembers. */
export const sizeLimit = 8 * 1024 * 1024;

const collator = new Intl.Collator('en', { numeric: true });

/**
 * The order in which migrations are applied: by name, numbers by their value, so that 9_a comes before 10_b and
 * timestamps are in order of time, as node-pg-migrate and most others have it.
 */
export const byName = (one: string, other: string): number =>
  collator.compare(one, other) || (one < other ? -1 : Number(one > other));

/** The folder that the names of a glob's files count from. */
export function folderOf(glob: string): string {
  const fixed = fixedPart(glob);
  return fixed === glob ? dirname(glob) : fixed;
}

interface Found {
  readonly name: string;
  readonly path: string;
  readonly folder: string;
}

/** Reads the migrations that these absolute globs mean, in order; `base` is the manifest's folder. Throws `migrations-unusable`. */
export async function readMigrations(
  globs: readonly string[],
  base: string,
  signal: AbortSignal,
): Promise<readonly PresentFile[]> {
  const found = new Map<string, Found>();
  let bytes = 0;
  for (const pattern of globs) {
    const folder = folderOf(pattern);
    for (const path of await pathsOf(pattern)) {
      signal.throwIfAborted();
      consult(path);
      const entry = await stat(path).catch(() => undefined);
      if (!entry?.isFile()) continue;
      const name = relative(folder, path).split(sep).join('/');
      const other = found.get(name)?.path;
      if (other !== undefined && other !== path) throw unusable(`two migrations have the name "${name}"`, other);
      if (other === undefined) bytes += entry.size;
      found.set(name, { name, path, folder: relative(base, folder) });
    }
  }
  if (bytes > sizeLimit) throw tooLarge(bytes);
  const inOrder = [...found.values()].sort((one, other) => byName(one.name, other.name));
  return await Promise.all(inOrder.map((file) => readOne(file, signal)));
}

async function readOne({ name, path, folder }: Found, signal: AbortSignal): Promise<PresentFile> {
  try {
    const content = await readFile(path, { signal });
    return { name, folder, content, sha256: createHash('sha256').update(content).digest('hex') };
  } catch (error) {
    signal.throwIfAborted();
    throw unusable(`the migration "${name}" can not be read: ${error instanceof Error ? error.message : error}`);
  }
}

function unusable(message: string, other?: string): DevstackError {
  const hint = other === undefined ? {} : { hint: `one of them is ${other}: their names are their order` };
  return new DevstackError({ code: 'migrations-unusable', family: 'unit', message, ...hint });
}

function tooLarge(bytes: number): DevstackError {
  const inMegabytes = (size: number): string => `${Math.ceil(size / 1024 / 1024)} MB`;
  const message = `the migrations have ${inMegabytes(bytes)} together, and a copy is kept of at most ${inMegabytes(sizeLimit)}`;
  const hint = 'let "migrations.files" mean only migrations, and load large data in another job';
  return new DevstackError({ code: 'migrations-unusable', family: 'unit', message, hint });
}
