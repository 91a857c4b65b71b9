import * as z from 'zod/mini';
import { fail, ok, type Result } from '../../core/result.ts';
import { boolean, loose, parsedScalar, read, scalar, string, strings, text, value } from '../scalars.ts';

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

/** A map of plain values; how these were written is taken from the tree. */
export const values = z.record(string, value);

/** Names with values as a map or as a list of `NAME=VALUE`; a value that is missing is empty. */
export const texts = z.union([
  read(values, (map) => ok(Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value ?? '')])))),
  read(z.array(scalar), (list) => ok(Object.fromEntries(list.map(String).map(splitPair)))),
]);

function splitPair(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Variables of an environment. */
export const variables = z.union([values, strings]);

/** Whether, and under which name, something is there that others made. */
export const external = z.lazy(() => z.union([boolean, z.strictObject({ name: text })]));

/** A number, also as text. */
export const decimal = parsedScalar((text): Result<number, string> => {
  const number = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isNaN(number) ? fail(`must be a number, not "${text}"`) : ok(number);
});
