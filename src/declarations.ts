import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

const root = join(import.meta.dirname, '..');

const relativeImport = /(from |import\()(['"])(\.[^'"]+)\.ts\2/g;

/**
 * The declarations of these modules of src and of those that they name, by path: few, since the program as a whole is no
 * part of what a user's types are made of. Nothing is checked here: the linter does that.
 */
export async function declarationsOf(entries: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-types-'));
  try {
    const options = ['-p', 'tsconfig.types.json', '--outDir', folder];
    await promisify(execFile)(process.execPath, [compiler, ...options], { cwd: root });
    return await closureOf(folder, entries);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function closureOf(folder: string, entries: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const wanted = new Set(entries.map((entry) => resolve(folder, entry)));
  // A Set hands out what is added to it on the way, so it is its own queue.
  for (const path of wanted) {
    const text = await readFile(`${path}.d.ts`, 'utf8');
    for (const [, , , module = ''] of text.matchAll(relativeImport)) wanted.add(resolve(dirname(path), module));
    found.set(`${relative(folder, path)}.d.ts`, text.replace(relativeImport, '$1$2$3.js$2'));
  }
  return found;
}
