import * as z from 'zod/mini';
import { parseDuration } from '../core/duration.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { parseSignal } from '../core/signal.ts';
import { parseSize } from '../core/size.ts';
import { splitWords } from './words.ts';

// A file is checked once: compiling a check for each shape takes longer than that.
z.config({ jitless: true });

// One of each is made, not one per key: making them all takes longer than most files.
/** Text as it is. */
export const string = z.string();
/** Texts as they are. */
export const strings = z.array(string);
const number = z.number();
/** Text, or a number that stands for its text. */
export const scalar = z.union([string, number]);

/** What fits `schema`, read further by `parse`, whose reason continues the sentence `"key" …`. */
export const read = <Schema extends z.ZodMiniType, Value>(
  schema: Schema,
  parse: (input: z.output<Schema>) => Result<Value, string>,
) =>
  z.pipe(
    schema,
    z.transform((input: z.output<Schema>, context): Value => {
      const result = parse(input);
      if (result.ok) return result.value;
      context.issues.push({ code: 'custom', message: result.reason, input });
      return z.NEVER;
    }),
  );

/** Text that is read further. */
export const parsed = <Value>(parse: (text: string) => Result<Value, string>) => read(string, parse);

/** The same for what may also be written as a number. */
export const parsedScalar = <Value>(parse: (text: string) => Result<Value, string>) =>
  read(scalar, (input) => parse(String(input)));

const notEmpty = (value: string): Result<string, string> =>
  value.trim() === '' ? fail('must not be empty') : ok(value);

/** Some text. */
export const text = parsed(notEmpty);

/** Text that may be empty, which says nothing, as where a variable has no value. */
export const maybeText = read(scalar, (value) => {
  const given = String(value);
  return ok(given.trim() === '' ? undefined : given);
});

/** The same, read further. */
export const maybeParsed = <Value>(parse: (text: string) => Result<Value, string>) =>
  read(string, (given): Result<Value | undefined, string> => (given.trim() === '' ? ok(undefined) : parse(given)));

function describeRange(from: number, to: number): string {
  if (from === Number.MIN_SAFE_INTEGER) return '';
  return to === Number.MAX_SAFE_INTEGER ? ` from ${from} up` : ` from ${from} to ${to}`;
}

/** A whole number; also as text, since interpolation makes text. */
export const integer = (from: number, to: number) =>
  parsedScalar((value) => {
    const number = /^[+-]?\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= from && number <= to) return ok(number);
    return fail(`must be a whole number${describeRange(from, to)}, not "${value}"`);
  });

/** A whole number that counts something. */
export const count = integer(0, Number.MAX_SAFE_INTEGER);

/** A TCP or UDP port. */
export const port = integer(1, 65_535);

const booleans = new Map([
  ...['true', 'yes', 'on', 'y'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', 'n'].map((word) => [word, false] as const),
]);

/** True or false; as text also in the words of YAML 1.1, as Compose takes them. */
export const boolean = read(z.union([z.boolean(), string]), (input) => {
  const value = booleans.get(String(input).toLowerCase());
  return value === undefined ? fail(`must be true or false, not "${input}"`) : ok(value);
});

/** A duration in ms. */
export const duration = parsedScalar(parseDuration);

/** A signal of this machine. */
export const signal = parsedScalar(parseSignal);

/** An absolute path in a container. */
export const containerPath = parsed((path) =>
  path.startsWith('/') ? ok(path) : fail(`must be an absolute path in the container, not "${path}"`),
);

/** A size in bytes. */
export const size = parsedScalar(parseSize);

/** Text that may be written as a number, such as a user id. */
export const loose = parsedScalar(notEmpty);

/** A value of an environment variable or label; how it was written is taken from the tree. */
export const value = z.union([string, number, z.boolean(), z.null()]);

/** A command: a list as it is, a text split as a shell would. */
export const command = z.union([parsed(splitWords), strings]);

/** A regular expression, as text. */
export const regex = parsed((pattern) => {
  try {
    new RegExp(pattern);
    return ok(pattern);
  } catch (thrown) {
    return fail(`must be a regular expression: ${(thrown as Error).message.replace(/^.*: /, '').toLowerCase()}`);
  }
});
