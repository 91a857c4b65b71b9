import { isAlias, isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import {
  aboveComment,
  type EditableFile,
  indentAt,
  isFirstInLine,
  lineEnd,
  lineStart,
  nextLine,
} from './editable-file.ts';
import { type AnyPair, isEmpty, keyEnd, keyStart, keyText, nodeEnd, pairEnd } from './node-range.ts';
import type { SourceEdit } from './source-edit.ts';
import { bracketed, written } from './written.ts';

/** A key and the YAML of its value on one line. */
export interface NewPair {
  readonly key: string;
  readonly value: string;
}

const line = ({ key, value }: NewPair): string => `${key}: ${value}`;

const insertion = (start: number, text: string): SourceEdit => ({ start, end: start, text });

/** The pair of a map that has this key itself, not through `<<`. */
export const pairOf = (map: YAMLMap, key: string): AnyPair | undefined =>
  map.items.find((pair) => keyText(pair as AnyPair) === key) as AnyPair | undefined;

/** Between two pairs in brackets, of which one begins there: a line of its own for each where that one has its own. */
const gapAt = (text: string, eol: string, start: number): string =>
  isFirstInLine(text, start) ? `${eol}${indentAt(text, start)}` : ' ';

/** A pair before all others of a map, and before a comment that stands at the first of them. */
export function insertFirst({ text, eol, isPadded }: EditableFile, map: YAMLMap, pair: NewPair): SourceEdit {
  const [first] = map.items as readonly AnyPair[];
  if (first === undefined) {
    const [start = 0, end = start] = map.range ?? [];
    return { start, end, text: bracketed('{', line(pair), isPadded) };
  }
  const start = keyStart(first);
  if (map.flow) return insertion(start, `${line(pair)},${gapAt(text, eol, start)}`);
  return insertion(aboveComment(text, lineStart(text, start)), `${indentAt(text, start)}${line(pair)}${eol}`);
}

/** A pair right after another one of the same map. */
export function insertAfter({ text, eol }: EditableFile, map: YAMLMap, before: AnyPair, pair: NewPair): SourceEdit {
  const end = pairEnd(text, before);
  if (map.flow) return insertion(end, `,${gapAt(text, eol, keyStart(before))}${line(pair)}`);
  return insertion(lineEnd(text, end), `${eol}${indentAt(text, keyStart(before))}${line(pair)}`);
}

/** Other words for a scalar, or what stands there instead of one, in the way in which it has been written. */
export function replaceScalar(
  { text }: EditableFile,
  node: Node,
  value: string | boolean,
  isFlow: boolean,
): SourceEdit {
  const [start = 0] = node.range ?? [];
  const end = nodeEnd(text, node);
  const style = isScalar(node) ? node.type : undefined;
  return { start, end, text: written(value, { isFlow, style: style ?? undefined }) };
}

/** The value of a key, which is added where it is not there. */
export function setKey(file: EditableFile, map: YAMLMap, key: string, value: string | boolean): SourceEdit {
  const isFlow = map.flow === true;
  const pair = pairOf(map, key);
  if (pair === undefined) return insertFirst(file, map, { key, value: written(value, { isFlow }) });
  if (!isEmpty(pair.value)) return replaceScalar(file, pair.value as Node, value, isFlow);
  const end = pairEnd(file.text, pair);
  return insertion(end, `${end === keyEnd(pair) ? ':' : ''} ${written(value, { isFlow })}`);
}

/**
 * A pair in the map that is the value of a key, for a pair that is not there. Where that is an alias, what it stands for
 * is merged; where it is nothing, it becomes a map.
 */
export function setInValue(file: EditableFile, around: YAMLMap, owner: AnyPair, pair: NewPair): SourceEdit | undefined {
  const { value } = owner;
  if (isMap(value)) return pairOf(value, pair.key) === undefined ? insertFirst(file, value, pair) : undefined;
  const lines = isAlias(value) ? [`<<: *${value.source}`, line(pair)] : [line(pair)];
  return around.flow ? mapInBrackets(file, owner, lines) : mapBelow(file, owner, lines);
}

function mapInBrackets({ text, isPadded }: EditableFile, owner: AnyPair, lines: readonly string[]): SourceEdit {
  const map = bracketed('{', lines.join(', '), isPadded);
  const end = pairEnd(text, owner);
  if (isAlias(owner.value)) return { start: owner.value.range?.[0] ?? end, end, text: map };
  return insertion(end, `${end === keyEnd(owner) ? ':' : ''} ${map}`);
}

function mapBelow({ text, eol }: EditableFile, owner: AnyPair, lines: readonly string[]): SourceEdit {
  const indent = `${indentAt(text, keyStart(owner))}  `;
  const below = lines.map((one) => `${eol}${indent}${one}`).join('');
  const end = pairEnd(text, owner);
  const last = lineEnd(text, end);
  if (!isAlias(owner.value)) return insertion(last, below);
  // The alias goes with the blank before it; what follows in the line can only be a comment.
  const start = owner.value.range?.[0] ?? end;
  return { start: text[start - 1] === ' ' ? start - 1 : start, end: last, text: `${text.slice(end, last)}${below}` };
}

/** A map without one of its pairs, and without its line. */
export function removePair({ text, eol }: EditableFile, map: YAMLMap, pair: AnyPair): SourceEdit {
  const items = map.items as readonly AnyPair[];
  const index = items.indexOf(pair);
  const [previous, next] = [items[index - 1], items[index + 1]];
  const [start, end] = [keyStart(pair), pairEnd(text, pair)];
  if (map.flow || !isFirstInLine(text, start)) {
    if (next !== undefined) return { start, end: keyStart(next), text: '' };
    return { start: previous === undefined ? start : pairEnd(text, previous), end, text: '' };
  }
  return wholeLines(text, eol, start, end);
}

/** Takes away the lines of a range. */
export function wholeLines(text: string, eol: string, start: number, end: number): SourceEdit {
  const [from, to] = [lineStart(text, start), nextLine(text, end)];
  const isUnended = to === text.length && !text.endsWith('\n') && from > 0;
  return { start: isUnended ? from - eol.length : from, end: to, text: '' };
}
