import { dirname } from 'node:path';
import type { Span } from '../../core/source.ts';
import type { Report } from '../context.ts';
import { shownPath } from '../find.ts';
import type { Dialect } from '../model.ts';
import { projectVariables } from '../project-variables.ts';
import { type ReplaceVariables, variableReplacer } from '../scalar-text.ts';
import type { MapTree } from '../tree.ts';
import { withExtends } from './extends.ts';
import { includesOf, withIncluded } from './include.ts';
import { mergeFiles } from './merge-files.ts';
import { type ParsedFile, parseFile, type ReadContext, treeOf } from './read-file.ts';
import { withoutResets } from './without-resets.ts';

/** More files than any project has: a guard against those that are made without end. */
const mostFiles = 2_000;

/** Puts the files of a project together, with what they extend and include, into one. */
export class FileLoader {
  readonly #dialect: Dialect;
  readonly #context: ReadContext;
  readonly #report: Report;
  /** files of `extends`, by path and by the variables that they are read with */
  readonly #extended = new Map<ReplaceVariables, Map<string, Promise<MapTree | undefined>>>();
  readonly #circles = new Set<Span>();
  readonly #done = new Map<MapTree, MapTree>();
  #count = 0;

  constructor(dialect: Dialect, context: ReadContext) {
    this.#dialect = dialect;
    this.#context = context;
    this.#report = context.report;
  }

  /** The files of one project, each over those before it; undefined where none can be read. */
  async load(
    files: readonly ParsedFile[],
    variables: ReadonlyMap<string, string>,
    path: readonly string[],
  ): Promise<MapTree | undefined> {
    const replace = variableReplacer(variables, this.#dialect, this.#report);
    const trees: MapTree[] = [];
    for (const file of files) {
      const tree = treeOf(file, this.#dialect, replace, this.#report);
      if (tree === undefined) continue;
      const whole = await withExtends(tree, {
        report: this.#report,
        circles: this.#circles,
        done: this.#done,
        fileAt: (path, span) => this.#fileAt(path, span, replace),
      });
      trees.push(await this.#withIncludes(whole, variables, path));
    }
    return trees.length === 0 ? undefined : withoutResets(mergeFiles(trees));
  }

  async #withIncludes(
    file: MapTree,
    variables: ReadonlyMap<string, string>,
    path: readonly string[],
  ): Promise<MapTree> {
    const included: MapTree[] = [];
    for (const { paths, folder, envFiles, span } of includesOf(file, this.#report)) {
      const again = paths.find((one) => path.includes(one));
      if (again !== undefined) {
        this.#reportCycle([...path.slice(path.indexOf(again)), again], span);
        continue;
      }
      const files = await this.#parse(paths, folder, span);
      const inner = await projectVariables(folder, envFiles, variables, this.#context);
      const tree = await this.load(files, inner, [...path, ...paths]);
      if (tree !== undefined) included.push(tree);
    }
    return included.length === 0 && !file.entries.has('include') ? file : withIncluded(file, included, this.#report);
  }

  async #parse(paths: readonly string[], folder: string, span: Span): Promise<readonly ParsedFile[]> {
    const files: ParsedFile[] = [];
    for (const path of paths) {
      const parsed = await this.#parseOne(path, folder, span);
      if (parsed !== undefined) files.push(parsed);
    }
    return files;
  }

  async #parseOne(path: string, folder: string, span: Span): Promise<ParsedFile | undefined> {
    if (++this.#count > mostFiles) {
      const message = `this project has more than ${mostFiles} files`;
      if (this.#count === mostFiles + 1) this.#report({ severity: 'error', code: 'too-large', message, span });
      return undefined;
    }
    const parsed = await parseFile(path, folder, this.#context);
    if (parsed.ok) return parsed.value;
    this.#report({ ...parsed.reason, span });
    return undefined;
  }

  #fileAt(path: string, span: Span, replace: ReplaceVariables): Promise<MapTree | undefined> {
    const files = this.#extended.get(replace) ?? new Map<string, Promise<MapTree | undefined>>();
    this.#extended.set(replace, files);
    const known = files.get(path);
    if (known !== undefined) return known;
    const read = this.#parseOne(path, dirname(path), span).then((file) =>
      file === undefined ? undefined : treeOf(file, this.#dialect, replace, this.#report),
    );
    files.set(path, read);
    return read;
  }

  #reportCycle(paths: readonly string[], span: Span): void {
    const message = `"include" goes in a circle: ${paths.map((path) => shownPath(path, this.#context.cwd)).join(' → ')}`;
    const hint = 'one of these files must not include another';
    this.#report({ severity: 'error', code: 'include-cycle', message, span, hint });
  }
}
