import { positionOf, type Span } from '../core/source.ts';
import type { Context } from './context.ts';
import { type Lookup, parseDotenv, parseRawEnv } from './dotenv.ts';
import { toTexts } from './environment.ts';
import { shownPath } from './find.ts';
import { hostPath } from './host-path.ts';
import { readText } from './read-text.ts';
import { at, type Tree } from './tree.ts';

/** A file of variables that a unit names. */
interface EnvFile {
  readonly path: string;
  readonly required: boolean;
  readonly raw: boolean;
  readonly span: Span;
}

/** Variables of all files of an `env_file` or `label_file`, the later ones over the earlier. What is wrong with one is reported. */
export async function readEnvFiles(
  tree: Tree,
  key: 'env_file' | 'label_file',
  context: Context,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const variables = new Map<string, string>();
  // What the unit says itself is known to its files.
  const own = key === 'env_file' ? toTexts(tree, 'environment') : new Map<string, string>();
  const lookup: Lookup = (name) => context.variables.get(name) ?? (own.get(name) || undefined);
  for (const file of filesOf(at(tree, key), context)) {
    for (const [name, value] of await readOne(file, lookup, variables, context, signal)) variables.set(name, value);
  }
  return variables;
}

function filesOf(tree: Tree | undefined, context: Context): readonly EnvFile[] {
  if (tree?.kind === 'list') return tree.items.flatMap((item) => filesOf(item, context));
  const path = tree?.kind === 'map' ? at(tree, 'path') : tree;
  if (tree === undefined || path?.kind !== 'scalar' || path.value === null) return [];
  const textOf = (key: string): string | undefined => {
    const value = at(tree, key);
    return value?.kind === 'scalar' ? value.text : undefined;
  };
  const { span } = path;
  const required = textOf('required') !== 'false';
  return [{ path: hostPath(path.text, span, context), required, raw: textOf('format') === 'raw', span }];
}

async function readOne(
  { path, required, raw, span }: EnvFile,
  lookup: Lookup,
  before: ReadonlyMap<string, string>,
  { folder, report }: Context,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const shown = shownPath(path, folder);
  const text = await readText(path, shown, signal);
  if (!text.ok) {
    report({ ...text.reason, span });
    return new Map();
  }
  if (text.value === undefined) {
    if (required) {
      const message = `the file "${shown}" does not exist`;
      report({ severity: 'error', code: 'not-found', message, span, hint: 'create it, or take it out here' });
    }
    return new Map();
  }
  const parsed = raw ? parseRawEnv(text.value, lookup) : parseDotenv(text.value, lookup, before);
  if (parsed.ok) return parsed.value;
  // The line itself is not shown: it may hold a secret.
  const line = positionOf({ source: { path, text: text.value, folder }, start: parsed.reason.at, end: 0 }).line;
  const message = `line ${line} of "${shown}": ${parsed.reason.message}`;
  report({ severity: 'error', code: 'syntax', message, span });
  return new Map();
}
