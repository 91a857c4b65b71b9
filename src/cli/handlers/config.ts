import { createHash } from 'node:crypto';
import { exitCodes } from '../../core/failure.ts';
import { canonicalManifest } from '../../manifest/canonical/canonical-manifest.ts';
import { yamlText } from '../../manifest/canonical/yaml-text.ts';
import type { Plain } from '../../manifest/tree.ts';
import { activeUnits } from '../../plan/select-units.ts';
import type { Handler, Options } from '../command.ts';
import { deliver } from '../deliver.ts';
import { warn } from '../out.ts';
import { readStack, type Stack } from '../stack.ts';

type Written = ReturnType<typeof canonicalManifest>;

/** What is printed instead of the whole file, one name in a line. */
function listOf(
  options: Options,
  names: ReadonlySet<string>,
  { manifest }: Stack,
  written: Written,
): readonly string[] | undefined {
  const units = [...manifest.units.values()].filter(({ name }) => names.has(name));
  const keysOf = (section: Plain | undefined) => Object.keys(section ?? {});
  if (options.services) return [...names].toSorted();
  if (options.images) return units.map(({ image }) => image).toSorted();
  if (options.profiles)
    return [...new Set([...manifest.units.values()].flatMap(({ profiles }) => profiles))].toSorted();
  if (options.volumes) return keysOf(written['volumes']);
  if (options.networks) return keysOf(written['networks']);
  return options.hash === undefined
    ? undefined
    : hashes(
        options.hash,
        units.map(({ name }) => name),
        written,
      );
}

/** Tells whether what is said of a unit is still the same. */
function hashes(asked: string, names: readonly string[], written: Written): readonly string[] {
  const units = { ...jobsOf(written), ...(written['services'] as Written) };
  const wanted = asked === '*' ? names.toSorted() : asked.split(',');
  return wanted.map((name) => `${name} ${createHash('sha256').update(JSON.stringify(units[name])).digest('hex')}`);
}

const jobsOf = (written: Written): Written => (((written['x-devstack'] ?? {}) as Written)['jobs'] ?? {}) as Written;

/** Prints the manifest in canonical form, or names of what is in it. */
export const config: Handler = async ({ args, options }, shell) => {
  const stack = await readStack(options, { units: args }, shell);
  warn(stack.warnings, shell);
  const names = args.length === 0 ? activeUnits(stack.manifest, []) : new Set(stack.plan.units.keys());
  const written = canonicalManifest({ ...stack.files, manifest: stack.manifest }, names);
  const list = listOf(options, names, stack, written);
  const text =
    list === undefined
      ? options.format === 'json'
        ? `${JSON.stringify(written, null, 2)}\n`
        : yamlText(written)
      : list.map((line) => `${line}\n`).join('');
  if (!options.quiet) await deliver(text, options.output, shell);
  return exitCodes.ok;
};
