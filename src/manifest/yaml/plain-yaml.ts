import type { Source, Span } from '../../core/source.ts';
import type { Entry, MapTree, ScalarTree, Tree } from '../tree.ts';
import { plainScalar } from './plain-scalars.ts';

/** A key that needs no quotes, stands on one line and is a text whatever it looks like. */
const keyPattern = /\w[\w./-]{0,200}(?=:(?:[ \n]|$))/y;
const notKeys = new Set(['null', 'Null', 'NULL', '__proto__']);
/** Of them the whole parser makes something else than what the lines say. */
const unusual = /[\t\r\u2028\u2029\u0085\uFEFF]/;
const deepest = 50;

/**
 * Reads YAML that is written in the plainest way, which is most of it: nested maps and lists, and scalars and brackets
 * that end on their line. It takes a twentieth of the time of the whole parser, which has to do the rest: undefined for
 * all that is wrong, or may mean more than it shows (anchors, tags, texts over several lines, keys given twice).
 */
export function readPlainYaml(source: Source): MapTree | undefined {
  return unusual.test(source.text) ? undefined : new PlainReader(source).read();
}

/** Stands at the first character of the next line with content, whose indentation it knows; -1 at the end. */
class PlainReader {
  readonly #source: Source;
  readonly #text: string;
  #at = 0;
  #indent = 0;
  /** of the last line with content, for collections, which end with it */
  #lastEnd = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#text = source.text;
  }

  read(): MapTree | undefined {
    this.#toContent();
    if (this.#indent !== 0 || this.#keyHere() === undefined) return undefined;
    const tree = this.#map(0, 0);
    return this.#at === this.#text.length ? tree : undefined;
  }

  #map(indent: number, depth: number): MapTree | undefined {
    const start = this.#at;
    const entries = new Map<string, Entry>();
    do {
      const name = this.#keyHere();
      if (name === undefined || entries.has(name)) return undefined;
      const key = this.#span(this.#at, this.#at + name.length);
      this.#at = key.end + 1;
      const value = this.#afterKey(indent, depth);
      if (value === undefined) return undefined;
      entries.set(name, { key, value });
    } while (this.#indent === indent);
    return this.#indent > indent ? undefined : { kind: 'map', entries, span: this.#span(start, this.#lastEnd) };
  }

  #list(indent: number, depth: number): Tree | undefined {
    const start = this.#at;
    const items: Tree[] = [];
    do {
      const dash = this.#at;
      this.#skipBlanks(dash + 1);
      const column = indent + this.#at - dash;
      const item = this.#keyHere() === undefined ? this.#onLine(indent, depth) : this.#map(column, depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    } while (this.#indent === indent && this.#isItemHere());
    return this.#indent > indent ? undefined : { kind: 'list', items, span: this.#span(start, this.#lastEnd) };
  }

  /** The value of a key, which stands behind it, or below it and further in, or is nothing. */
  #afterKey(indent: number, depth: number): Tree | undefined {
    this.#skipBlanks(this.#at);
    const place = this.#at;
    if (!this.#isLineOver()) return this.#text[place - 1] === ' ' ? this.#onLine(indent, depth) : undefined;
    this.#toNextLine();
    if (this.#indent > indent) return this.#below(depth + 1);
    if (this.#indent === indent && this.#isItemHere()) return this.#list(indent, depth + 1);
    return this.#scalar(null, '', place, place);
  }

  #below(depth: number): Tree | undefined {
    if (depth > deepest) return undefined;
    return this.#isItemHere() ? this.#list(this.#indent, depth) : this.#map(this.#indent, depth);
  }

  /** A value on one line; what goes on below it, further in, is none. */
  #onLine(indent: number, depth: number): Tree | undefined {
    const tree = this.#value(false, depth);
    if (tree === undefined) return undefined;
    this.#skipBlanks(this.#at);
    if (!this.#isLineOver()) return undefined;
    this.#toNextLine();
    return this.#indent > indent ? undefined : tree;
  }

  #value(isInFlow: boolean, depth: number): Tree | undefined {
    if (depth > deepest) return undefined;
    const start = this.#at;
    if (this.#text[start] === '[') return this.#flowList(depth + 1);
    if (this.#text[start] === '{') return this.#flowMap(depth + 1);
    const found = plainScalar(this.#text, start, isInFlow);
    if (found === undefined) return undefined;
    this.#at = found.end;
    return this.#scalar(found.value, found.text, start, found.end);
  }

  #flowList(depth: number): Tree | undefined {
    const start = this.#at;
    const items: Tree[] = [];
    this.#skipBlanks(start + 1);
    while (this.#text[this.#at] !== ']') {
      const item = this.#value(true, depth);
      if (item === undefined || !this.#goesOn(']')) return undefined;
      items.push(item);
    }
    return { kind: 'list', items, span: this.#span(start, ++this.#at) };
  }

  #flowMap(depth: number): MapTree | undefined {
    const start = this.#at;
    const entries = new Map<string, Entry>();
    this.#skipBlanks(start + 1);
    while (this.#text[this.#at] !== '}') {
      const name = this.#keyHere();
      if (name === undefined || entries.has(name)) return undefined;
      const key = this.#span(this.#at, this.#at + name.length);
      this.#skipBlanks(key.end + 1);
      const value = this.#value(true, depth);
      if (value === undefined || !this.#goesOn('}')) return undefined;
      entries.set(name, { key, value });
    }
    return { kind: 'map', entries, span: this.#span(start, ++this.#at) };
  }

  /** Whether a bracket closes here, or another item follows a comma. */
  #goesOn(close: string): boolean {
    this.#skipBlanks(this.#at);
    if (this.#text[this.#at] === close) return true;
    if (this.#text[this.#at] !== ',') return false;
    this.#skipBlanks(this.#at + 1);
    return this.#text[this.#at] !== close;
  }

  #keyHere(): string | undefined {
    keyPattern.lastIndex = this.#at;
    const name = keyPattern.exec(this.#text)?.[0];
    return name === undefined || notKeys.has(name) ? undefined : name;
  }

  #isItemHere(): boolean {
    return this.#text[this.#at] === '-' && this.#text[this.#at + 1] === ' ';
  }

  #skipBlanks(from: number): void {
    this.#at = from;
    while (this.#text[this.#at] === ' ') this.#at++;
  }

  /** Whether nothing more stands on this line, other than a comment. */
  #isLineOver(): boolean {
    const next = this.#text[this.#at];
    return next === undefined || next === '\n' || (next === '#' && this.#text[this.#at - 1] === ' ');
  }

  #toNextLine(): void {
    const lineBreak = this.#text.indexOf('\n', this.#at);
    this.#lastEnd = this.#at = lineBreak === -1 ? this.#text.length : lineBreak + 1;
    this.#toContent();
  }

  /** From the start of a line, over lines that are empty or comments. */
  #toContent(): void {
    for (;;) {
      const lineStart = this.#at;
      this.#skipBlanks(lineStart);
      const next = this.#text[this.#at];
      if (next === undefined) this.#indent = -1;
      if (next === undefined) return;
      if (next !== '\n' && next !== '#') {
        this.#indent = this.#at - lineStart;
        return;
      }
      const lineBreak = this.#text.indexOf('\n', this.#at);
      this.#at = lineBreak === -1 ? this.#text.length : lineBreak + 1;
    }
  }

  #scalar(value: ScalarTree['value'], text: string, start: number, end: number): ScalarTree {
    return { kind: 'scalar', value, text, span: this.#span(start, end) };
  }

  #span(start: number, end: number): Span {
    return { source: this.#source, start, end };
  }
}
