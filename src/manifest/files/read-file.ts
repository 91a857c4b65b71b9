import type { Problem } from '../../core/problem.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Source } from '../../core/source.ts';
import type { Report } from '../context.ts';
import { shownPath } from '../find.ts';
import type { Dialect } from '../model.ts';
import { wordReader } from '../read-number.ts';
import { readText } from '../read-text.ts';
import { readValues } from '../read-values.ts';
import type { ReplaceVariables } from '../scalar-text.ts';
import { at, type MapTree, type Tree } from '../tree.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { mergeFiles } from './merge-files.ts';

/** A file that is read and parsed, before its variables are replaced. */
export interface ParsedFile {
  readonly source: Source;
  readonly documents: readonly Tree[];
}

/** What files share while they are read. */
export interface ReadContext {
  /** absolute; paths are shown as seen from here */
  readonly cwd: string;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** by absolute path, instead of what is in a file */
  readonly texts?: ReadonlyMap<string, string>;
}

/** Reads and parses a file; relative paths in it will count from `folder`. What is wrong with it is the failure or is reported. */
export async function parseFile(
  path: string,
  folder: string,
  { cwd, report, signal, texts }: ReadContext,
): Promise<Result<ParsedFile, Problem>> {
  const shown = shownPath(path, cwd);
  const given = texts?.get(path);
  const text = given === undefined ? await readText(path, shown, signal) : ok(given);
  if (!text.ok) return text;
  if (text.value === undefined) {
    return fail({ severity: 'error', code: 'not-found', message: `the file "${shown}" does not exist` });
  }
  const source: Source = { path: shown, text: text.value, folder };
  return ok({ source, documents: await readYaml(source, report) });
}

/** The `name` at the top of a file, as it is written; undefined where it has none. */
export function nameIn({ documents }: ParsedFile): string | undefined {
  const names = documents.map((document) => at(document, 'name'));
  const name = names.findLast((tree) => tree?.kind === 'scalar' && typeof tree.value === 'string');
  return name?.kind === 'scalar' ? name.text : undefined;
}

/** The values of a file, with its variables replaced; several documents are put together like several files. */
export function treeOf(
  { documents }: ParsedFile,
  dialect: Dialect,
  replaceVariables: ReplaceVariables,
  report: Report,
): MapTree | undefined {
  const [, second] = documents;
  if (second !== undefined && dialect === 'devstack') reportSeveral(second, report);
  const reading = { replaceVariables, readWord: wordReader(dialect) };
  const trees = documents.map((document) => readValues(document, reading));
  const maps = trees.filter((tree) => tree.kind === 'map');
  for (const tree of trees) {
    if (tree.kind === 'map') continue;
    const isEmpty = tree.kind === 'scalar' && tree.value === null;
    if (isEmpty && maps.length > 0) continue;
    const message = isEmpty ? 'the file is empty' : 'the file must be a map of keys, such as "services"';
    report({ severity: 'error', code: 'wrong-type', message, span: tree.span, hint: 'begin with "services:"' });
  }
  return maps.length === 0 ? undefined : mergeFiles(maps);
}

function reportSeveral({ span }: Tree, report: Report): void {
  const start = Math.max(0, span.source.text.lastIndexOf('---', span.start));
  const message = 'a manifest is one YAML document, and this file has several';
  const hint = 'put them into one, or name them with -f one after the other';
  report({ severity: 'error', code: 'syntax', message, span: { ...span, start, end: start + 3 }, hint });
}
