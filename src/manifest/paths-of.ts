import { glob, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { consult, consultOther } from '../core/witness.ts';

const hasPattern = /[*?[\]{}()!+@\\]/;
/** A folder, and a name in it with no other patterns than `*` and `?`. */
const patternInName = /^([^*?[\]{}()!+@\\]*\/)((?!.*\*\*)[^/[\]{}()!+@\\]+)$/;

/**
 * Paths that an absolute glob names, in no order. Most globs are a path, or names in one folder: these are found without
 * the matcher of Node, which takes longer to load than all the rest of an unchanged job.
 */
export async function pathsOf(pattern: string): Promise<readonly string[]> {
  if (!hasPattern.test(pattern)) return [pattern];
  const [, folder, name] = patternInName.exec(pattern) ?? [];
  if (folder === undefined || name === undefined) return await all(glob(pattern));
  consult(folder);
  const expected = toRegExp(name);
  // As for the matcher, and for shells, a hidden file has to be meant.
  const isMeant = (found: string): boolean => expected.test(found) && (name.startsWith('.') || !found.startsWith('.'));
  const names = await readdir(folder).catch(() => []);
  return names.filter(isMeant).map((found) => join(folder, found));
}

async function all(paths: AsyncIterable<string>): Promise<readonly string[]> {
  consultOther();
  const found: string[] = [];
  for await (const path of paths) found.push(path);
  return found;
}

const toRegExp = (name: string): RegExp =>
  new RegExp(
    `^${name
      .replace(/[.^$|]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'su',
  );
