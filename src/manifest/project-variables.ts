import { join } from 'node:path';
import { positionOf } from '../core/source.ts';
import type { Report } from './context.ts';
import { parseDotenv } from './dotenv.ts';
import { shownPath } from './find.ts';
import { readText } from './read-text.ts';

/** What reading of variables needs. */
interface Reading {
  readonly cwd: string;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/**
 * Variables that a project is read with: those of `outer`, which win, and those of its files (absolute; absent: `.env`
 * of its folder), the later ones over the earlier.
 */
export async function projectVariables(
  folder: string,
  files: readonly string[] | undefined,
  outer: ReadonlyMap<string, string>,
  reading: Reading,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const path of files ?? [join(folder, '.env')]) {
    for (const [name, value] of await readOne(path, files !== undefined, found, outer, reading)) found.set(name, value);
  }
  return new Map([...found, ...outer]);
}

async function readOne(
  path: string,
  required: boolean,
  before: ReadonlyMap<string, string>,
  outer: ReadonlyMap<string, string>,
  { cwd, report, signal }: Reading,
): Promise<ReadonlyMap<string, string>> {
  const shown = shownPath(path, cwd);
  const text = await readText(path, shown, signal);
  if (!text.ok) {
    report(text.reason);
    return new Map();
  }
  if (text.value === undefined) {
    const message = `the file of variables "${shown}" does not exist`;
    if (required) report({ severity: 'error', code: 'not-found', message, hint: 'check --env-file and env_file' });
    return new Map();
  }
  const parsed = parseDotenv(text.value, (name) => outer.get(name) ?? before.get(name));
  if (parsed.ok) return parsed.value;
  const { message, at } = parsed.reason;
  const source = { path: shown, text: text.value.replaceAll('\r\n', '\n'), folder: cwd };
  const span = { source, start: at, end: at + 1 };
  report({ severity: 'error', code: 'syntax', message: `line ${positionOf(span).line}: ${message}`, span });
  return new Map();
}
