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
 * serialised as JSON; one bad name rejects the file, and so does a declared output that is missing and required.
 */
export function parseOutputs(file: Uint8Array | undefined, declared: readonly Output[]): Result<JobOutputs, string> {
  const outputs = new Map<string, JobOutput>();
  if (file !== undefined) {
    const entries = parseObject(file);
    if (!entries.ok) return entries;
    for (const [name, entry] of Object.entries(entries.value)) {
      if (!namePattern.test(name)) return fail(`"${name}" is not a name for an output: letters, digits and _ only`);
      if (!isRecord(entry) || !('value' in entry)) return fail(`output "${name}" has to be an object with a "value"`);
      const key = name.toUpperCase();
      const promised = declared.find((output) => output.name.toUpperCase() === key);
      const sensitive = entry.sensitive === true || promised?.sensitive === true;
      const { value } = entry;
      outputs.set(key, { value: typeof value === 'string' ? value : JSON.stringify(value), sensitive });
    }
  }
  const missing = declared.filter(({ name, required }) => required && !outputs.has(name.toUpperCase()));
  if (missing.length === 0) return ok(outputs);
  const names = missing.map(({ name }) => `"${name}"`).join(', ');
  return fail(`${names} ${missing.length === 1 ? 'was' : 'were'} promised under "outputs" and not written`);
}

function parseObject(file: Uint8Array): Result<Record<string, unknown>, string> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file));
    // JSON.parse's own message quotes the text, which may hold a secret.
    return isRecord(parsed) ? ok(parsed) : fail('the file has to hold one JSON object');
  } catch {
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
