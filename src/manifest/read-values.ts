import type { Span } from '../core/source.ts';
import type { ReplaceVariables } from './scalar-text.ts';
import type { Entry, ListTree, MapTree, ScalarTree, Tree } from './tree.ts';

/** How the scalars of a file are read. */
interface ValueReading {
  /** in values, never in keys */
  readonly replaceVariables: ReplaceVariables;
  readonly readWord: ReadWord;
}

/** A word that may stand for a number or a boolean, as a dialect has it, and its text where text is wanted. */
export type ReadWord = (value: number | boolean | string, text: string) => Pick<ScalarTree, 'value' | 'text'>;

/** The values of a file as they are meant: variables replaced, and numbers read. What aliases share stays shared. */
export function readValues(tree: Tree, reading: ValueReading): Tree {
  return new ValueReader(reading).read(tree);
}

class ValueReader {
  readonly #reading: ValueReading;
  readonly #done = new Map<Tree, Tree>();

  constructor(reading: ValueReading) {
    this.#reading = reading;
  }

  read(tree: Tree): Tree {
    if (tree.kind === 'scalar') return this.#scalar(tree);
    const known = this.#done.get(tree);
    if (known !== undefined) return known;
    const read = tree.kind === 'map' ? this.#map(tree) : this.#list(tree);
    this.#done.set(tree, read);
    return read;
  }

  /** A copy only where something is another value: most of a file is as it was written. */
  #map(tree: MapTree): MapTree {
    let entries: Map<string, Entry> | undefined;
    for (const [name, { key, value }] of tree.entries) {
      const read = this.read(value);
      if (read === value) continue;
      entries ??= new Map(tree.entries);
      entries.set(name, { key, value: read });
    }
    return entries === undefined ? tree : { ...tree, entries };
  }

  #list(tree: ListTree): ListTree {
    const items = tree.items.map((item) => this.read(item));
    return items.every((item, index) => item === tree.items[index]) ? tree : { ...tree, items };
  }

  #scalar(tree: ScalarTree): ScalarTree {
    const { replaceVariables, readWord } = this.#reading;
    const { value } = tree;
    if (value === null) return tree;
    if (typeof value !== 'string' || isLikeNumber(value, tree.span)) {
      const read = readWord(value, tree.text);
      return read.value === value && read.text === tree.text ? tree : { ...tree, ...read };
    }
    if (!value.includes('$')) return tree;
    const text = replaceVariables(value, contentOf(tree.span));
    return { ...tree, value: text, text };
  }
}

/** A text that begins as numbers do, and stands there without quotes and variables. */
const isLikeNumber = (value: string, { source, start }: Span): boolean =>
  /^[-+.]?\d[^$]*$/.test(value) && source.text[start] === value[0];

/** A block's text starts below its `|` or `>`, after which a comment may stand. */
function contentOf(span: Span): Span {
  const { text } = span.source;
  if (text[span.start] !== '|' && text[span.start] !== '>') return span;
  const lineBreak = text.indexOf('\n', span.start);
  return lineBreak === -1 ? span : { ...span, start: lineBreak + 1 };
}
