import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from 'yaml';
import type { Source, Span } from '../../core/source.ts';
import type { Report } from '../context.ts';
import type { Entry, MapTree, MergeTag, ScalarTree, Tree } from '../tree.ts';
import { deepest, extentOf, mostValues } from './extent.ts';

const mergeTags: Readonly<Record<string, MergeTag>> = { '!reset': 'reset', '!override': 'override' };
/**
 * Makes of the contents of a document (YAML 1.2, core schema, with merge keys) values with places. Undefined where its aliases
 * make too much of it.
 */
export function readDocument(contents: Node | null, source: Source, report: Report): Tree | undefined {
  const tree = new TreeReader(source, report).read(contents, 0);
  const extent = extentOf(tree);
  if (extent === 'fits') return tree;
  const code = extent === 'too-deep' ? 'syntax' : 'too-large';
  const much =
    extent === 'too-deep'
      ? `nest values deeper than ${deepest} levels`
      : `make more than ${mostValues} values out of this file`;
  report({ severity: 'error', code, message: `aliases ${much}`, span: tree.span });
  return undefined;
}

/** One pass over the nodes of a document, in the order of the file, so that anchors are known before their aliases. */
class TreeReader {
  readonly #source: Source;
  readonly #report: Report;
  readonly #anchors = new Map<string, Tree>();

  constructor(source: Source, report: Report) {
    this.#source = source;
    this.#report = report;
  }

  read(node: Node | null, depth: number, around = this.#span(0, 0)): Tree {
    const span = node?.range ? this.#span(node.range[0], node.range[1]) : around;
    if (depth > deepest) {
      this.#wrong(`values are nested deeper than ${deepest} levels`, span);
      return nothing(span);
    }
    if (isAlias(node)) return this.#readAlias(node.source, span);
    const content = this.#readContent(node, span, depth);
    const tag = mergeTags[node?.tag ?? ''];
    const tree = tag === undefined ? content : { ...content, tag };
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor) this.#anchors.set(node.anchor, tree);
    return tree;
  }

  #readAlias(name: string, span: Span): Tree {
    const tree = this.#anchors.get(name);
    if (!tree) this.#wrong(`no value is named "&${name}" before this place`, span);
    return tree ?? nothing(span);
  }

  #readContent(node: Node | null, span: Span, depth: number): Tree {
    if (isMap(node)) return this.#readMap(node, span, depth);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.read(item as Node | null, depth + 1, span));
      return { kind: 'list', items, span };
    }
    return isScalar(node) ? this.#readScalar(node, span) : nothing(span);
  }

  #readScalar({ value, source }: Scalar, span: Span): ScalarTree {
    if (typeof value === 'string') return { kind: 'scalar', value, text: value, span };
    const known = typeof value === 'number' || typeof value === 'boolean' ? value : null;
    return { kind: 'scalar', value: known, text: source ?? String(value ?? ''), span };
  }

  #readMap(node: YAMLMap, span: Span, depth: number): MapTree {
    const own = new Map<string, Entry>();
    const merged: Tree[] = [];
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const key = pair.key?.range ? this.#span(pair.key.range[0], pair.key.range[1]) : span;
      const name = keyText(pair.key);
      const value = this.read(pair.value, depth + 1, key);
      if (name === undefined || name === '__proto__') this.#wrong('a key must be a plain name', key);
      else if (name === '<<' && isScalar(pair.key) && pair.key.type === Scalar.PLAIN) merged.push(value);
      else this.#add(own, name, { key, value });
    }
    return { kind: 'map', entries: this.#merge(own, merged), span };
  }

  #add(entries: Map<string, Entry>, name: string, entry: Entry): void {
    const first = entries.get(name);
    if (!first) return void entries.set(name, entry);
    this.#report({
      severity: 'error',
      code: 'duplicate-key',
      message: `the key "${name}" is given twice`,
      span: entry.key,
      related: [{ message: 'first given here', span: first.key }],
      hint: 'keep one of them',
    });
  }

  /** Merge keys (`<<`) fill in what a map does not say itself; of several the first wins. */
  #merge(own: Map<string, Entry>, merged: readonly Tree[]): ReadonlyMap<string, Entry> {
    for (const tree of merged.flatMap((value) => (value.kind === 'list' ? value.items : [value]))) {
      if (tree.kind !== 'map') this.#wrong('"<<" takes the keys of a map, or of a list of maps', tree.span);
      else for (const [name, entry] of tree.entries) if (!own.has(name)) own.set(name, entry);
    }
    return own;
  }

  #wrong(message: string, span: Span): void {
    this.#report({ severity: 'error', code: 'syntax', message, span });
  }

  #span(start: number, end: number): Span {
    return { source: this.#source, start, end };
  }
}

const nothing = (span: Span): ScalarTree => ({ kind: 'scalar', value: null, text: '', span });

function keyText(key: Node | null): string | undefined {
  if (!isScalar(key) || key.value === null) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}
