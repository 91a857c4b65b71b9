import { fail, ok, type Result } from '../core/result.ts';

/** Whether some glob takes in a folder's content, or a file. All paths are absolute. */
export function isCovered(path: string, globs: readonly string[]): boolean {
  return globs.some((glob) => {
    const fixed = fixedPart(glob);
    return fixed === path || fixed.startsWith(`${path}/`) || toRegExp(glob).test(path);
  });
}

/** What a glob has before its first pattern: a folder, or the file itself. */
export const fixedPart = (glob: string): string => glob.split('/').slice(0, firstPattern(glob)).join('/');

/** Position of the first part of a glob that is a pattern. */
function firstPattern(glob: string): number {
  const parts = glob.split('/');
  const index = parts.findIndex((part) => /[*?[{]/.test(part));
  return index === -1 ? parts.length : index;
}

/** Near enough to tell whether a path is meant: `**` goes through folders, any other pattern stays within one. */
function toRegExp(glob: string): RegExp {
  const source = glob.replace(/\*\*|\*|\?|[.+^$()|[\]{}\\]/g, (token) => {
    if (token === '**') return '.*';
    return token === '*' ? '[^/]*' : token === '?' ? '[^/]' : `\\${token}`;
  });
  return new RegExp(`^${source}$`);
}

/** A glob as it is; one whose brackets are not closed would match nothing. */
export function parseGlob(text: string): Result<string, string> {
  if (text.trim() === '') return fail('must not be empty');
  const closing = new Map([
    ['[', ']'],
    ['{', '}'],
  ]);
  let open: string | undefined;
  for (const char of text.replace(/\\./g, '')) {
    if (char === open) open = undefined;
    else open ??= closing.get(char);
  }
  return open === undefined ? ok(text) : fail(`must be a pattern of paths, and "${open}" is missing in "${text}"`);
}
