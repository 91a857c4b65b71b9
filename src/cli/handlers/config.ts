import { createHash } from 'node:crypto';
import { exitCodes } from '../../core/failure.ts';
import { canonicalManifest } from '../../manifest/canonical/canonical-manifest.ts';
import { yamlText } from '../../manifest/canonical/yaml-text.ts';
import { activeUnits } from '../../plan/select-units.ts';
import type { Handler, Options } from '../command.ts';
import { deliver } from '../deliver.ts';
import { warn } from '../out.ts';
import { readStack, type Stack } from '../stack.ts';

type Written = ReturnType<typeof canonicalManifest>;

/** What can be printed instead of the whole file, one in a line. */
function linesOf(
  options: Options,
  names: readonly string[],
  { manifest }: Stack,
  written: Written,
): readonly string[] | undefined {
  const units = [...manifest.units.values()];
  if (options.services) return names;
  if (options.images) return units.flatMap(({ name, image }) => (names.includes(name) ? [image] : [])).toSorted();
  if (options.profiles) return [...new Set(units.flatMap(({ profiles }) => profiles))].toSorted();
  if (options.volumes) return Object.keys(written.volumes ?? {});
  if (options.networks) return Object.keys(written.networks ?? {});
  return options.hash === undefined ? undefined : hashes(namesIn(options.hash) ?? names, written);
}

/** Undefined is all of them. */
const namesIn = (hash: string | undefined): readonly string[] | undefined =>
  hash === undefined || hash === '*' ? undefined : hash.split(',');

/** Tell whether what is said of a unit is still the same. */
function hashes(names: readonly string[], written: Written): readonly string[] {
  const { services, 'x-devstack': { jobs = {} } = {} } = written as Record<string, Written>;
  const units: Written = { ...services, ...(jobs as Written) };
  const hashOf = (name: string) => createHash('sha256').update(JSON.stringify(units[name])).digest('hex');
  return names.map((name) => `${name} ${hashOf(name)}`);
}

function textOf(written: Written, lines: readonly string[] | undefined, format: string | undefined): string {
  if (lines !== undefined) return lines.map((line) => `${line}\n`).join('');
  return format === 'json' ? `${JSON.stringify(written, null, 2)}\n` : yamlText(written);
}

/** Prints the manifest in canonical form, or names of what is in it. */
export const config: Handler = async ({ args, options }, shell) => {
  const units = [...args, ...(namesIn(options.hash) ?? [])];
  const stack = await readStack(options, { units }, shell);
  warn(stack.warnings, shell);
  const names = units.length === 0 ? activeUnits(stack.manifest, []) : new Set(stack.plan.units.keys());
  const written = canonicalManifest({ ...stack.files, manifest: stack.manifest }, names);
  const lines = linesOf(options, [...names].toSorted(), stack, written);
  if (!options.quiet) await deliver(textOf(written, lines, options.format), options.output, shell);
  return exitCodes.ok;
};
