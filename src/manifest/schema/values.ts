import * as z from 'zod/mini';
import { fail, ok, type Result } from '../../core/result.ts';
import { loose, parsedScalar, read, value } from '../scalars.ts';

/** An object without the keys whose value is undefined. */
export type Compact<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

/** Leaves out keys without a value, as optional keys of the model want it. */
export function compact<Value extends object>(given: Value): Compact<Value> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Compact<Value>;
}

/** A map with these keys, all of which may be left out. */
export const record = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  read(z.strictObject(shape), (given) => ok(compact(given)));

/** A list of texts or numbers, without repeats. */
export const names = read(z.array(loose), (list) => ok([...new Set(list)]));

/** The same where one may stand alone. */
export const oneOrMore = z.union([read(loose, (one) => ok([one])), names]);

/** Names with values as a map or as a list of `NAME=VALUE`; a value that is missing is empty. */
export const texts = z.union([
  read(z.record(z.string(), value), (map) =>
    ok(Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value ?? '')]))),
  ),
  read(z.array(z.union([z.string(), z.number()])), (list) => ok(Object.fromEntries(list.map(String).map(splitPair)))),
]);

function splitPair(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** A number, also as text. */
export const decimal = parsedScalar((text): Result<number, string> => {
  const number = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isNaN(number) ? fail(`must be a number, not "${text}"`) : ok(number);
});
