import { parseDuration } from '../../core/duration.ts';
import { parseSize } from '../../core/size.ts';
import type { Context } from '../context.ts';
import { asPairs } from '../files/shapes.ts';
import type { Manifest, Unit } from '../model.ts';
import type { Plain, ScalarTree, Tree } from '../tree.ts';
import { splitWords } from '../words.ts';
import { durationText } from './duration-text.ts';

/** What writers know besides the value that they write. */
export interface Scope {
  readonly manifest: Manifest;
  readonly context: Context;
  readonly isWritten: (unit: string) => boolean;
  /** whether other tools know a unit, as a service */
  readonly isService: (unit: string) => boolean;
  /** the unit whose value it is; absent at the top of the file */
  readonly unit?: Unit;
}

/** Writes a value of the files in its canonical form; undefined where it says nothing. */
export type Write = (tree: Tree, scope: Scope) => Plain | undefined;

/** A map of canonical values. */
export type PlainMap = { [key: string]: Plain };

/** The text of a value; undefined where it has none. */
export const textOf = (tree: Tree | undefined): string | undefined =>
  tree?.kind === 'scalar' && tree.value !== null ? tree.text : undefined;

function scalarAsIs({ value, text }: ScalarTree): Plain {
  if (typeof value !== 'number') return value;
  // Octal numbers of a Compose file have their value in the text.
  const number = Number(text);
  return Number.isNaN(number) ? value : number;
}

/** As it was written. */
export const asIs = (tree: Tree): Plain => {
  if (tree.kind === 'scalar') return scalarAsIs(tree);
  if (tree.kind === 'list') return tree.items.map(asIs);
  return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, asIs(value)]));
};

/** A scalar as text; an empty one says nothing. */
export const text: Write = (tree) => textOf(tree) || undefined;

/** A number, also one that is written as text. */
export const number: Write = (tree) => {
  const given = textOf(tree);
  if (given === undefined) return undefined;
  return Number.isNaN(Number(given)) ? given : Number(given);
};

/** The same where zero says nothing. */
export const amount: Write = (tree, scope) => number(tree, scope) || undefined;

/** A number as text, which is how byte values and the like are told. */
export const amountText: Write = (tree, scope) => (amount(tree, scope) === undefined ? undefined : textOf(tree));

/** True or false in the words of YAML 1.1 as well. What is false by default is left out. */
export const flag: Write = (tree) => {
  const given = textOf(tree)?.toLowerCase();
  return given !== undefined && ['true', 'yes', 'on', 'y'].includes(given) ? true : undefined;
};

/** The same where the default is not false. */
export const boolean: Write = (tree, scope) => (textOf(tree) === undefined ? undefined : flag(tree, scope) === true);

/** Bytes, as text. */
export const bytes: Write = (tree) => {
  const given = textOf(tree);
  if (given === undefined) return undefined;
  const size = parseSize(given);
  return size.ok ? String(size.value) : given;
};

/** A duration such as `1m30s`. */
export const duration: Write = (tree) => {
  const given = textOf(tree);
  if (given === undefined) return undefined;
  const parsed = parseDuration(given);
  return parsed.ok ? durationText(parsed.value) : given;
};

/** The same where zero says nothing. */
export const positiveDuration: Write = (tree, scope) => {
  const written = duration(tree, scope);
  return written === '0s' ? undefined : written;
};

/** A command as a list of words. */
export const command: Write = (tree) => {
  if (tree.kind === 'list') return tree.items.map((item) => textOf(item) ?? '');
  const given = textOf(tree);
  if (given === undefined) return undefined;
  const words = splitWords(given);
  return words.ok ? [...words.value] : given;
};

/** A list, also where one value stands alone. */
export const list =
  (item: Write): Write =>
  (tree, scope) => {
    const items = tree.kind === 'list' ? tree.items : [tree];
    const written = items.map((one) => item(one, scope)).filter((one) => one !== undefined);
    return written.length === 0 ? undefined : written;
  };

/** Names with a value each by `write`, in the order of their names. */
export const mapOf =
  (write: Write): Write =>
  (tree, scope) => {
    if (tree.kind !== 'map') return undefined;
    const entries = [...tree.entries].map(([key, { value }]) => [key, write(value, scope)] as const);
    return mapFrom(entries.filter((entry): entry is readonly [string, Plain] => entry[1] !== undefined));
  };

/** Names with texts, from a map or from a list of `NAME=VALUE`; what has no value is empty. */
export const pairs: Write = (tree) =>
  mapFrom([...asPairs(tree).entries].map(([key, { value }]) => [key, textOf(value) ?? '']));

/** A map in the order of its names; undefined where it is empty. */
export function mapFrom(entries: Iterable<readonly [string, Plain]>): PlainMap | undefined {
  const sorted = [...entries].toSorted(([one], [other]) => (one < other ? -1 : Number(one > other)));
  return sorted.length === 0 ? undefined : Object.fromEntries(sorted);
}

/** One key where there is a value, none where there is not. */
export const given = (key: string, value: Plain | undefined): PlainMap => (value === undefined ? {} : { [key]: value });

/** A map whose keys are written each in its way and in this order; then all others as they are. */
export const object =
  (keys: Readonly<Record<string, Write>>): Write =>
  (tree, scope) => {
    if (tree.kind !== 'map') return undefined;
    const written: PlainMap = {};
    const others = [...tree.entries.keys()].filter((key) => !Object.hasOwn(keys, key));
    for (const key of [...Object.keys(keys), ...others]) {
      const entry = tree.entries.get(key);
      if (entry === undefined) continue;
      const value = (keys[key] ?? asIs)(entry.value, scope);
      if (value !== undefined) written[key] = value;
    }
    return written;
  };
