import type { Source, Span } from '../../core/source.ts';
import type { Entry, MapTree, ScalarTree, Tree } from '../tree.ts';
import { extentOf } from './extent.ts';
import { PlainLines } from './plain-lines.ts';
import { plainScalar } from './plain-scalars.ts';

/** A key that needs no quotes, stands on one line and is a text whatever it looks like. */
const keyPattern = /(?:\w[\w./-]{0,200}|<<)(?=:(?:[ \n]|$))/y;
const notKeys = new Set(['null', 'Null', 'NULL', '__proto__']);
const anchorPattern = /&([\w-]+)(?=[ \n]|$) */y;
const aliasPattern = /\*([\w-]+)(?=[ \n,\]}]|$)/y;
const literalPattern = /\|(-?) *(?=\n)/y;
/** Of them the whole parser makes something else than what the lines say. */
const unusual = /[\t\r\u2028\u2029\u0085\uFEFF]/;
const deepest = 50;

/**
 * Reads YAML that is written in the plain ways, which is most of it: nested maps and lists, brackets, texts on one line
 * and literal ones, anchors. It takes a twentieth of the time of the whole parser, which has to do the rest: undefined
 * for all that is wrong, or may mean more than it shows (tags, folded texts, keys given twice).
 */
export function readPlainYaml(source: Source): MapTree | undefined {
  if (unusual.test(source.text)) return undefined;
  const reader = new PlainReader(source);
  const tree = reader.read();
  return tree !== undefined && (!reader.hasAliases || extentOf(tree) === 'fits') ? tree : undefined;
}

interface Key {
  readonly name: string;
  readonly isMerge: boolean;
  readonly end: number;
}

/** Each reader of a value ends at the start of what comes next, or has no answer. */
class PlainReader {
  readonly #source: Source;
  readonly #lines: PlainLines;
  readonly #anchors = new Map<string, Tree>();
  /** how far in the block stands that brackets are in */
  #around = 0;
  hasAliases = false;

  constructor(source: Source) {
    this.#source = source;
    this.#lines = new PlainLines(source.text);
  }

  read(): MapTree | undefined {
    const lines = this.#lines;
    if (lines.indent === 0 && lines.text.startsWith('---\n', lines.at)) lines.toNextLine();
    if (lines.indent !== 0 || this.#keyHere() === undefined) return undefined;
    const tree = this.#map(0, 0);
    return lines.at === lines.text.length ? tree : undefined;
  }

  #map(indent: number, depth: number): MapTree | undefined {
    const lines = this.#lines;
    const start = lines.at;
    const entries = new Map<string, Entry>();
    const merged: Tree[] = [];
    do {
      const key = this.#keyHere();
      if (key === undefined) return undefined;
      const span = this.#span(lines.at, key.end);
      lines.at = key.end + 1;
      const value = this.#afterKey(indent, depth);
      if (value === undefined || !add(key, { key: span, value }, entries, merged)) return undefined;
    } while (lines.indent === indent);
    if (lines.indent > indent || !fillIn(entries, merged)) return undefined;
    return { kind: 'map', entries, span: this.#span(start, lines.lastEnd) };
  }

  #list(indent: number, depth: number): Tree | undefined {
    const lines = this.#lines;
    const start = lines.at;
    const items: Tree[] = [];
    do {
      const dash = lines.at;
      lines.skipBlanks(dash + 1);
      const column = indent + lines.at - dash;
      const item = this.#keyHere() === undefined ? this.#onLine(indent, depth) : this.#map(column, depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    } while (lines.indent === indent && lines.isItem());
    return lines.indent > indent ? undefined : { kind: 'list', items, span: this.#span(start, lines.lastEnd) };
  }

  /** The value of a key, which stands behind it, or below it and further in, or is nothing. */
  #afterKey(indent: number, depth: number): Tree | undefined {
    const lines = this.#lines;
    lines.skipBlanks(lines.at);
    const place = lines.at;
    const name = this.#anchorHere();
    if (!lines.isLineOver()) {
      if (lines.text[place - 1] !== ' ') return undefined;
      return this.#named(name, this.#onLine(indent, depth));
    }
    lines.toNextLine();
    if (lines.indent > indent) return this.#named(name, this.#below(depth + 1));
    if (lines.indent === indent && lines.isItem()) return this.#named(name, this.#list(indent, depth + 1));
    return name === undefined ? this.#scalar(null, '', place, place) : undefined;
  }

  #below(depth: number): Tree | undefined {
    if (depth > deepest) return undefined;
    const { indent } = this.#lines;
    return this.#lines.isItem() ? this.#list(indent, depth) : this.#map(indent, depth);
  }

  /** A value on one line, in brackets or literal; what goes on below it, further in, is none. */
  #onLine(indent: number, depth: number): Tree | undefined {
    const lines = this.#lines;
    if (lines.char === '|') return this.#literal(indent);
    this.#around = indent;
    const tree = this.#value(false, depth);
    if (tree === undefined) return undefined;
    lines.skipBlanks(lines.at);
    if (!lines.isLineOver()) return undefined;
    lines.toNextLine();
    return lines.indent > indent ? undefined : tree;
  }

  #literal(indent: number): Tree | undefined {
    const start = this.#lines.at;
    const [header, strip] = this.#match(literalPattern) ?? [];
    const block = header === undefined ? undefined : this.#lines.takeBlock(indent);
    if (block === undefined) return undefined;
    const text = block.join('\n').replace(/\n+$/, '') + (strip === '-' ? '' : '\n');
    return this.#scalar(text, text, start, this.#lines.lastEnd);
  }

  #value(isInFlow: boolean, depth: number): Tree | undefined {
    if (depth > deepest) return undefined;
    const { char, at: start, text } = this.#lines;
    if (char === '[') return this.#flowList(depth + 1);
    if (char === '{') return this.#flowMap(depth + 1);
    if (char === '*') return this.#aliased();
    const found = plainScalar(text, start, isInFlow);
    if (found === undefined) return undefined;
    this.#lines.at = found.end;
    return this.#scalar(found.value, found.text, start, found.end);
  }

  #flowList(depth: number): Tree | undefined {
    const lines = this.#lines;
    const start = lines.at;
    const items: Tree[] = [];
    if (!lines.skipInBrackets(start + 1, this.#around)) return undefined;
    while (lines.char !== ']') {
      const item = this.#value(true, depth);
      if (item === undefined || !this.#goesOn(']')) return undefined;
      items.push(item);
    }
    return { kind: 'list', items, span: this.#span(start, ++lines.at) };
  }

  #flowMap(depth: number): MapTree | undefined {
    const lines = this.#lines;
    const start = lines.at;
    const entries = new Map<string, Entry>();
    const merged: Tree[] = [];
    if (!lines.skipInBrackets(start + 1, this.#around)) return undefined;
    while (lines.char !== '}') {
      const key = this.#keyHere();
      if (key === undefined) return undefined;
      const span = this.#span(lines.at, key.end);
      lines.skipBlanks(key.end + 1);
      const value = this.#value(true, depth);
      if (value === undefined || !this.#goesOn('}')) return undefined;
      if (!add(key, { key: span, value }, entries, merged)) return undefined;
    }
    if (!fillIn(entries, merged)) return undefined;
    return { kind: 'map', entries, span: this.#span(start, ++lines.at) };
  }

  /** Whether a bracket closes here, or after a comma, behind which another item may follow. */
  #goesOn(close: string): boolean {
    const lines = this.#lines;
    if (!lines.skipInBrackets(lines.at, this.#around)) return false;
    if (lines.char === close) return true;
    return lines.char === ',' && lines.skipInBrackets(lines.at + 1, this.#around);
  }

  #aliased(): Tree | undefined {
    const [written = '', name = ''] = this.#match(aliasPattern) ?? [];
    this.#lines.at += written.length;
    this.hasAliases = true;
    return this.#anchors.get(name);
  }

  /** The name that the value after it gets. */
  #anchorHere(): string | undefined {
    const [written = '', name] = this.#lines.char === '&' ? (this.#match(anchorPattern) ?? []) : [];
    this.#lines.at += written.length;
    return name;
  }

  #named(name: string | undefined, tree: Tree | undefined): Tree | undefined {
    if (name !== undefined && tree !== undefined) this.#anchors.set(name, tree);
    return tree;
  }

  #keyHere(): Key | undefined {
    const { char, at, text } = this.#lines;
    if (char === '"' || char === "'") return this.#quotedKey();
    const name = this.#match(keyPattern)?.[0];
    if (name === undefined || notKeys.has(name)) return undefined;
    return { name, isMerge: text[at] === '<', end: at + name.length };
  }

  #quotedKey(): Key | undefined {
    const { at, text } = this.#lines;
    const found = plainScalar(text, at, false);
    if (found === undefined || text[found.end] !== ':' || !/^[ \n]?$/.test(text.charAt(found.end + 1)))
      return undefined;
    return notKeys.has(found.text) ? undefined : { name: found.text, isMerge: false, end: found.end };
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#lines.at;
    return pattern.exec(this.#lines.text);
  }

  #scalar(value: ScalarTree['value'], text: string, start: number, end: number): ScalarTree {
    return { kind: 'scalar', value, text, span: this.#span(start, end) };
  }

  #span(start: number, end: number): Span {
    return { source: this.#source, start, end };
  }
}

/** False where a key is given twice. */
function add(key: Key, entry: Entry, entries: Map<string, Entry>, merged: Tree[]): boolean {
  if (key.isMerge) merged.push(entry.value);
  else if (entries.has(key.name)) return false;
  else entries.set(key.name, entry);
  return true;
}

/** Merge keys fill in what a map does not say itself; of several the first wins. False where one is no map. */
function fillIn(entries: Map<string, Entry>, merged: readonly Tree[]): boolean {
  for (const tree of merged.flatMap((value) => (value.kind === 'list' ? value.items : [value]))) {
    if (tree.kind !== 'map') return false;
    for (const [name, entry] of tree.entries) if (!entries.has(name)) entries.set(name, entry);
  }
  return true;
}
