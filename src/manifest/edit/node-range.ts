import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair } from 'yaml';

/** A key with its value; the value of `web:` is none, or a node without length. */
export type AnyPair = Pair<unknown, unknown>;

const rangeOf = (node: unknown): readonly [number, number] => {
  if (!isNode(node) || !node.range) throw new TypeError('a node that was not parsed has no place');
  return [node.range[0], node.range[1]];
};

/** The name of a key. */
export const keyText = ({ key }: AnyPair): string => (isScalar(key) ? scalarValue(key) : '');

/** What a scalar says, as names are compared: `1.10` stays as it is written. */
export const scalarValue = (node: { readonly value: unknown; readonly source?: string | undefined }): string =>
  typeof node.value === 'string' ? node.value : (node.source ?? String(node.value ?? ''));

/** The offset of a key. */
export const keyStart = ({ key }: AnyPair): number => rangeOf(key)[0];

/** The offset after a key. */
export const keyEnd = ({ key }: AnyPair): number => rangeOf(key)[1];

/** The offset of a value with its anchor and tag. */
export function nodeStart(text: string, node: Node): number {
  const [start] = rangeOf(node);
  if (isAlias(node)) return start;
  const before = /(?:[&!][^\s,[\]{}]*[ \t]+)+$/.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1, start));
  return before === null ? start : start - before[0].length;
}

/** The offset after a value, without the line breaks and comments that follow it. */
export function nodeEnd(text: string, node: Node): number {
  const [, end] = rangeOf(node);
  const isFlow = (isMap(node) || isSeq(node)) && node.flow === true;
  if (!isFlow && isMap(node)) return lastEnd(node.items.at(-1), (pair) => pairEnd(text, pair), end);
  if (!isFlow && isSeq(node)) return lastEnd(node.items.at(-1), (item) => nodeEnd(text, item as Node), end);
  return end - (/\s*$/.exec(text.slice(rangeOf(node)[0], end))?.[0].length ?? 0);
}

const lastEnd = <Item>(last: Item | undefined, endOf: (item: Item) => number, otherwise: number): number =>
  last === undefined ? otherwise : endOf(last);

/** The offset after a key and its value. */
export function pairEnd(text: string, pair: AnyPair): number {
  if (!isNode(pair.value) || isEmpty(pair.value)) return afterColon(text, keyEnd(pair));
  return nodeEnd(text, pair.value);
}

/** Whether nothing is written where the value would stand. */
export const isEmpty = (node: unknown): boolean => {
  if (!isNode(node)) return true;
  const [start, end] = rangeOf(node);
  return start === end;
};

const afterColon = (text: string, at: number): number => at + (/^\s*:/.exec(text.slice(at, at + 80))?.[0].length ?? 0);
