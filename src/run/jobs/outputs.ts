import { fail, ok, type Result } from '../../core/result.ts';
import type { Output } from '../../manifest/model.ts';

/** Most bytes that an outputs file may have. */
export const outputLimit = 1024 * 1024;

/** One value that a job passed on. */
export interface JobOutput {
  readonly value: string;
  readonly sensitive: boolean;
}

/** Outputs of one job by name, upper-cased. */
export type JobOutputs = ReadonlyMap<string, JobOutput>;

const namePattern = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a job's outputs file: `{"NAME": {"value": …, "sensitive": false}}`. A string is kept, any other value is
 * serialised as JSON; one entry that is not usable rejects the file, and so does a declared output that is missing and
 * required. No file, or an empty one, has no outputs of its own; what was passed on `before` stays where it is not
 * written anew.
 */
export function parseOutputs(
  file: Uint8Array | undefined,
  declared: readonly Output[],
  before: Readonly<Record<string, JobOutput>> = {},
): Result<JobOutputs, string> {
  const outputs = new Map<string, JobOutput>();
  const entries = file === undefined ? ok({}) : parseObject(file);
  if (!entries.ok) return entries;
  for (const [name, entry] of Object.entries(entries.value)) {
    const key = name.toUpperCase();
    if (outputs.has(key)) return fail(`it has "${key}" twice: small and capital letters make no difference`);
    const output = parseEntry(name, entry, declared);
    if (!output.ok) return output;
    outputs.set(key, output.value);
  }
  for (const [name, output] of Object.entries(before)) if (!outputs.has(name)) outputs.set(name, output);
  const missing = declared.filter(({ name, required }) => required && !outputs.has(name.toUpperCase()));
  if (missing.length === 0) return ok(outputs);
  const names = missing.map(({ name }) => `"${name}"`).join(', ');
  return fail(`${names} ${missing.length === 1 ? 'was' : 'were'} promised under "outputs" and not written`);
}

/** The sensitive values of a file that need not be usable: what reports its failure may quote them. */
export function sensitiveIn(file: Uint8Array | undefined, declared: readonly Output[]): readonly string[] {
  const entries = file === undefined ? ok({}) : parseObject(file);
  if (!entries.ok) return [];
  return Object.entries(entries.value).flatMap(([name, entry]) => {
    if (!isRecord(entry) || (!isPromisedSensitive(name, declared) && !entry.sensitive)) return [];
    return 'value' in entry ? [textOf(entry.value)] : [];
  });
}

function parseEntry(name: string, entry: unknown, declared: readonly Output[]): Result<JobOutput, string> {
  if (!namePattern.test(name))
    return fail(`"${name}" is not a name for an output: letters, digits and _ only, and no digit first`);
  if (!isRecord(entry) || !('value' in entry)) return fail(`output "${name}" has to be an object with a "value"`);
  const { sensitive = false } = entry;
  // Guessing what is meant could show what is to be hidden.
  if (typeof sensitive !== 'boolean') return fail(`"sensitive" of output "${name}" has to be true or false`);
  const value = textOf(entry.value);
  if (value.includes('\0')) return fail(`the value of output "${name}" has a zero byte, which no variable can have`);
  return ok({ value, sensitive: sensitive || isPromisedSensitive(name, declared) });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const isPromisedSensitive = (name: string, declared: readonly Output[]): boolean =>
  declared.some((output) => output.sensitive && output.name.toUpperCase() === name.toUpperCase());

function parseObject(file: Uint8Array): Result<Record<string, unknown>, string> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file);
    if (text.trim() === '') return ok({});
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? ok(parsed) : fail('the file has to hold one JSON object');
  } catch {
    // JSON.parse's own message quotes the text, which may hold a secret.
    return fail('the file is not JSON');
  }
}

/** The sensitive values among outputs. */
export function sensitiveValues(outputs: JobOutputs): readonly string[] {
  return [...outputs.values()].filter(({ sensitive }) => sensitive).map(({ value }) => value);
}

/** Plain values by job and name, as environments are made from them. */
export function outputValues(
  outputs: ReadonlyMap<string, JobOutputs>,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const valuesOf = (job: JobOutputs) => new Map([...job].map(([name, { value }]) => [name, value]));
  return new Map([...outputs].map(([job, entries]) => [job, valuesOf(entries)]));
}
