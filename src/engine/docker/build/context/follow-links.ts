import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { PathPatterns } from './path-patterns.ts';

/** With more places to look at than this it is as well to take everything. */
const mostLooks = 10_000;

/** A way that has been gone up to a real place in the folder, and what of it is left, whose parts may be patterns. */
interface Way {
  readonly gone: string;
  readonly rest: readonly string[];
}

/**
 * Patterns for what a builder asks of a folder: the paths themselves, the links on the way to them, and where these
 * lead within the folder. Empty when everything is needed.
 */
export async function followLinks(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const patterns = new Set<string>();
  const seen = new Set<string>();
  const open = paths.map((path) => wayOf(path));
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    const text = textOf(way);
    if (text === '' || seen.size > mostLooks) return [];
    if (seen.has(text)) continue;
    seen.add(text);
    open.push(...(await goOn(root, way, patterns)));
  }
  return [...patterns];
}

/** A path as seen from the folder, which is as far up as a link can lead. */
const wayOf = (path: string, more: readonly string[] = []): Way => ({
  gone: '',
  rest: [...posix.join('/', path).split('/'), ...more].filter((part) => part !== ''),
});

const textOf = ({ gone, rest }: Way): string => posix.join(escaped(gone), ...rest).replace(/^\.$/, '');

/** A name that was found, as a pattern that only it matches. */
const escaped = (path: string): string => path.replaceAll(/[*?[\\]/g, String.raw`\$&`);

/** Goes one way to its end or to where it parts; notes in `patterns` what it has met. */
async function goOn(root: string, way: Way, patterns: Set<string>): Promise<readonly Way[]> {
  let { gone } = way;
  for (const [index, part] of way.rest.entries()) {
    const rest = way.rest.slice(index + 1);
    if (/[*?[\\]/.test(part)) {
      patterns.add(textOf({ gone, rest: [part, ...rest] }));
      return expand(root, gone, part, rest);
    }
    gone = posix.join(gone, part);
    const target = await targetOf(root, gone);
    if (target !== undefined) {
      patterns.add(escaped(gone));
      return [wayOf(escaped(target), rest)];
    }
  }
  patterns.add(escaped(gone));
  return [];
}

/** The links that a pattern stands for, and the folders while the way goes on. */
async function expand(root: string, folder: string, part: string, rest: readonly string[]): Promise<readonly Way[]> {
  const pattern = new PathPatterns([part]);
  const children = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const hits = children.filter(({ name }) => pattern.match(name, undefined).matched);
  const ways = await Promise.all(
    hits.map(async (child): Promise<readonly Way[]> => {
      const gone = posix.join(folder, child.name);
      const target = child.isSymbolicLink() ? await targetOf(root, gone) : undefined;
      if (target !== undefined) return [wayOf(escaped(target), rest)];
      return child.isDirectory() && rest.length > 0 ? [{ gone, rest }] : [];
    }),
  );
  return ways.flat();
}

async function targetOf(root: string, path: string): Promise<string | undefined> {
  const stats = await lstat(join(root, path)).catch(() => undefined);
  if (stats?.isSymbolicLink() !== true) return undefined;
  const target = await readlink(join(root, path));
  return target.startsWith('/') ? target : posix.join(posix.dirname(path), target);
}
