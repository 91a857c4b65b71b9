import { stat } from 'node:fs/promises';
import { basename, dirname, posix, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ExtractOptions, extract as extractTo, pack as packFrom } from 'tar-fs';
import { DevstackError } from '../core/failure.ts';
import type { Engine } from '../engine/engine.ts';
import type { Place } from './copy-place.ts';
import type { Shell } from './shell.ts';

type Outside = Exclude<Place, { kind: 'container' }>;

/**
 * Copies out of a container. Into a folder that is there under its own name; else the target is its new name, as
 * `docker cp` has it.
 */
export async function copyFrom(
  engine: Engine,
  handle: string,
  path: string,
  target: Outside,
  { stdout, folder }: Pick<Shell, 'stdout' | 'folder'>,
  signal: AbortSignal,
): Promise<void> {
  const archive = await engine.copyOut(handle, path, signal);
  if (target.kind === 'pipe') return await pipeline(archive, stdout, { signal, end: false });
  const place = resolve(folder, target.path);
  const isInto = await isFolder(place);
  if (!isInto && (target.path.endsWith('/') || !(await isFolder(dirname(place))))) throw noFolder(target.path);
  const into = isInto ? place : dirname(place);
  const content = path.endsWith('/.');
  // The archive's first name is that of what is copied.
  const rename = (name: string): string => {
    const [first = '', ...rest] = name.split('/');
    if (content && isInto) return rest.join('/');
    return isInto ? [first, ...rest].join('/') : [basename(place), ...rest].join('/');
  };
  // Whoever copies owns the copy; the types do not know this option.
  const options: ExtractOptions & { readonly chown: false } = {
    map: (header) => ({ ...header, name: rename(header.name) }),
    chown: false,
  };
  await pipeline(archive, extractTo(into, options), { signal });
}

/** Copies into a container. Into a folder that is there under its own name; else the target is its new name. */
export async function copyTo(
  engine: Engine,
  handle: string,
  path: string,
  source: Outside,
  { owner }: { readonly owner: boolean },
  { stdin, folder }: Pick<Shell, 'stdin' | 'folder'>,
  signal: AbortSignal,
): Promise<void> {
  if (source.kind === 'pipe') return await engine.copyIn(handle, path, stdin, { owner }, signal);
  const place = resolve(folder, source.path);
  const found = await stat(place).catch(() => undefined);
  if (found === undefined) throw missing(source.path);
  const isInto = path.endsWith('/') || (await isFolderThere(engine, handle, path, signal));
  const into = isInto ? path : posix.dirname(path);
  const name = isInto ? basename(place) : posix.basename(path);
  const content = isInto && source.path.endsWith('/.');
  const rename = (entry: string): string => {
    const rest = entry === '.' || entry === basename(place) ? '' : entry;
    return content ? rest || '.' : posix.join(name, found.isDirectory() ? rest : '');
  };
  const archive = found.isDirectory()
    ? packFrom(place, { map: (header) => ({ ...header, name: rename(header.name) }) })
    : packFrom(dirname(place), {
        entries: [basename(place)],
        map: (header) => ({ ...header, name: rename(header.name) }),
      });
  await engine.copyIn(handle, into, Readable.from(archive), { owner }, signal);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** A path that ends in `/.` can be read only of a folder. */
async function isFolderThere(engine: Engine, handle: string, path: string, signal: AbortSignal): Promise<boolean> {
  try {
    const archive = await engine.copyOut(handle, `${path.replace(/\/+$/, '')}/.`, signal);
    for await (const _ of archive) break;
    return true;
  } catch (error) {
    const code = error instanceof DevstackError ? error.failure.code : undefined;
    if (code === 'not-found' || code === 'engine-refused') return false;
    throw error;
  }
}

const missing = (path: string): DevstackError =>
  new DevstackError({ code: 'not-found', family: 'usage', message: `there is no "${path}" here` });

const noFolder = (path: string): DevstackError =>
  new DevstackError({
    code: 'not-found',
    family: 'usage',
    message: `there is no folder for "${path}" here`,
    hint: 'make it first with: mkdir -p',
  });
