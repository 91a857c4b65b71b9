import { dirname, resolve } from 'node:path';
import type { Problem } from '../core/problem.ts';
import type { Source } from '../core/source.ts';
import { buildManifest } from './build-manifest.ts';
import type { Context } from './context.ts';
import { readDocument } from './document.ts';
import { loadVariables } from './dotenv.ts';
import { dialectOf, findManifest, shownPath } from './find.ts';
import type { Manifest } from './model.ts';
import { readText } from './read-text.ts';
import { variableReplacer } from './scalar-text.ts';

/** What to load, and for whom. */
export interface LoadOptions {
  /** a file or folder; absent: looked for in `cwd` and its parents */
  readonly file?: string;
  /** absolute */
  readonly cwd: string;
  /** variables of the shell */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** instead of the file's own */
  readonly projectName?: string;
}

/** What a file says, with all that is wrong with it. */
export interface Loaded {
  /**
   * Undefined where the file can not be read or is no YAML map. Where there are errors it is a draft, good for
   * finding further problems, without what was wrong.
   */
  readonly manifest: Manifest | undefined;
  readonly problems: Problem[];
}

/** Finds, reads and checks a manifest. Rejects only when it is aborted: what is wrong with the file is a problem. */
export async function loadManifest(options: LoadOptions, signal: AbortSignal): Promise<Loaded> {
  const { file, cwd, environment, projectName } = options;
  const problems: Problem[] = [];
  const found = await findManifest(file, cwd, signal);
  if (!found.ok) return { manifest: undefined, problems: [found.reason] };
  const path = shownPath(found.value, cwd);
  const text = await readText(found.value, path, signal);
  if (!text.ok) return { manifest: undefined, problems: [text.reason] };

  const report = collector(problems);
  const folder = resolve(dirname(found.value));
  const variables = await loadVariables(folder, environment, report, signal);
  const source: Source = { path, text: text.value ?? '' };
  const context: Context = { dialect: dialectOf(found.value), folder, variables, report };
  const tree = readDocument(source, variableReplacer(variables, report), report);
  if (!tree) return { manifest: undefined, problems };
  return { manifest: buildManifest(tree, source, projectName, context), problems };
}

/** An anchor's content is read once for each alias; what is wrong with it is told once where the sentence is the same. */
function collector(problems: Problem[]): Context['report'] {
  const told = new Set<string>();
  return (problem) => {
    const key = `${problem.code} ${problem.span?.start} ${problem.span?.end} ${problem.message}`;
    if (!told.has(key)) problems.push(problem);
    told.add(key);
  };
}
