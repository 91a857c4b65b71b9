import type { Context } from './context.ts';
import { readEnvFiles } from './env-files.ts';
import { toVariables, unsetVariables } from './environment.ts';
import { refersToOutput } from './references.ts';
import type { MapTree } from './tree.ts';
import type { UnitDraft } from './unit-draft.ts';

/** Variables that units get from files. */
export interface FileVariables {
  /** of the whole file */
  readonly shared: ReadonlyMap<string, string>;
  readonly environments: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Reads all `env_file` and `label_file` of a file and its units; what is wrong with one is reported. */
export async function readFileVariables(
  root: MapTree,
  units: ReadonlyMap<string, UnitDraft>,
  context: Context,
  signal: AbortSignal,
): Promise<FileVariables> {
  const environments = new Map<string, ReadonlyMap<string, string>>();
  const labels = new Map<string, ReadonlyMap<string, string>>();
  for (const { name, keys, tree } of units.values()) {
    if (keys.env_file !== undefined) environments.set(name, await readEnvFiles(tree, 'env_file', context, signal));
    if (keys.label_file !== undefined) labels.set(name, await readEnvFiles(tree, 'label_file', context, signal));
  }
  return { shared: await readEnvFiles(root, 'env_file', context, signal), environments, labels };
}

/**
 * The environment of a unit: that of the whole file, then that of the units that it inherits from, then its own; in
 * each `env_file` first and `environment` over it. `unset` are names that it is not to have, though its image may.
 */
export function environmentOf(
  unit: UnitDraft,
  ancestors: readonly UnitDraft[],
  shared: ReadonlyMap<string, string>,
  { environments }: FileVariables,
  context: Context,
): { readonly environment: ReadonlyMap<string, string>; readonly unset: readonly string[] } {
  const ofUnit = (one: UnitDraft, from: Context): readonly Variable[] => [
    ...(environments.get(one.name) ?? []),
    ...unsetVariables(one.tree, 'environment', from).map((name) => [name, undefined] as const),
    ...(one.keys.environment === undefined ? [] : toVariables(one.tree, 'environment', from)),
  ];
  const quiet = { ...context, report: () => {} };
  // A job that makes an output may inherit from a unit that gets it.
  const isInherited = ([, value]: Variable): boolean =>
    unit.kind === 'service' || value === undefined || !refersToOutput(value);
  const inherited = ancestors.toReversed().flatMap((one) => ofUnit(one, quiet).filter(isInherited));
  const all = new Map<string, string | undefined>([...shared, ...inherited, ...ofUnit(unit, context)]);
  const environment = new Map<string, string>();
  for (const [name, value] of all) if (value !== undefined) environment.set(name, value);
  return { environment, unset: [...all.keys()].filter((name) => !environment.has(name)) };
}

type Variable = readonly [name: string, value: string | undefined];
