import type { Problem } from '../core/problem.ts';
import type { Span } from '../core/source.ts';
import { checkKeys } from './check.ts';
import { containerNamesTwice } from './container-names.ts';
import type { Context } from './context.ts';
import { contradictions } from './contradictions.ts';
import { toVariables } from './environment.ts';
import { withFileExtension } from './extension.ts';
import { resolveFrom } from './from.ts';
import { foreignKey, ignoredKey, unknownKey } from './key-problems.ts';
import { devstackKeys, ignoredKeys } from './known-keys.ts';
import { lint } from './lint.ts';
import type { Manifest, Unit } from './model.ts';
import type { Network } from './network-model.ts';
import { readNetworks } from './networks.ts';
import { parityProblems } from './parity.ts';
import { portsTwice } from './ports.ts';
import { isActive } from './profiles.ts';
import { nameOfFolder, projectName } from './project-name.ts';
import { misplacedReferences } from './references.ts';
import { manifestShape } from './schema.ts';
import { readSharedFiles } from './shared-files.ts';
import { toStages } from './stages.ts';
import { readTest } from './test-settings.ts';
import { type MapTree, spanAt, type Tree } from './tree.ts';
import { type Surroundings, toUnit } from './unit.ts';
import { readFileVariables } from './unit-environment.ts';
import { readUnits } from './units.ts';
import { readVolumes } from './volumes.ts';

/**
 * Makes a manifest of the values of all files together and reports all that is wrong with them; reads the files of
 * variables that they name. `file` is the path that people know it by. Undefined where the values are no map.
 */
export async function buildManifest(
  tree: Tree,
  file: string,
  givenName: string | undefined,
  context: Context,
  signal: AbortSignal,
): Promise<Manifest | undefined> {
  const root = toRoot(tree, context);
  if (!root) return undefined;
  const keys = checkKeys(manifestShape, root, '', rejectKey, context.report);
  const project = projectName(givenName, keys.name, root, context);
  const units = readUnits(root, context);
  const files = await readFileVariables(root, units, context, signal);
  misplacedReferences(root, units, context);
  const around: Surroundings = {
    project,
    units,
    ancestors: resolveFrom(units, context),
    volumes: readVolumes(root, project, context),
    networks: readNetworks(root, project, context),
    secrets: readSharedFiles(root, 'secret', context),
    configs: readSharedFiles(root, 'config', context),
    stages: toStages(keys, root, context),
    environment: new Map([...files.shared, ...(keys.environment ? toVariables(root, 'environment', context) : [])]),
    files,
  };
  const resolved = [...units.values()].map((draft): [string, Unit] => [draft.name, toUnit(draft, around, context)]);
  const manifest: Manifest = {
    name: project,
    dialect: context.dialect,
    folder: context.folder,
    file,
    stages: around.stages.list,
    barrier: keys.barrier ?? 'strict',
    parity:
      keys.parity === 'qovery'
        ? { kind: 'qovery', project: keys.name ?? nameOfFolder(context.folder) }
        : { kind: 'none' },
    units: new Map(resolved),
    volumes: around.volumes,
    networks: inUse(around.networks, resolved),
    secrets: around.secrets,
    configs: around.configs,
    test: readTest(keys.test, root, units, context),
    profiles: context.profiles,
  };
  const drafts = [...units.values()];
  const problems = [
    ...drafts.flatMap(contradictions),
    ...containerNamesTwice(drafts),
    ...portsTwice(portsOf(manifest)),
    ...parityProblems(manifest, spanAt(root, 'parity')),
    ...lint(manifest, units, around.stages),
  ];
  for (const problem of problems) context.report(problem);
  return manifest;
}

/** The file's map, with what stands under `x-devstack`. */
function toRoot(tree: Tree, context: Context): MapTree | undefined {
  const { dialect, report } = context;
  if (tree.kind !== 'map') {
    const isEmpty = tree.kind === 'scalar' && tree.value === null;
    const message = isEmpty ? 'the file is empty' : 'the file must be a map of keys, such as "services"';
    report({ severity: 'error', code: 'wrong-type', message, span: tree.span, hint: 'begin with "services:"' });
    return undefined;
  }
  const foreign: ReadonlySet<string> = dialect === 'compose' ? devstackKeys.manifest : new Set();
  for (const [key, entry] of tree.entries) if (foreign.has(key)) report(foreignKey(key, entry.key));
  return withFileExtension(tree, context);
}

/** Maps of units and the like are read entry by entry; `version` has meant nothing since Compose 1.27. */
const elsewhere = ['services', 'jobs', 'volumes', 'networks', 'secrets', 'configs', 'include', 'version'];

function rejectKey(key: string, span: Span): Problem | undefined {
  if (elsewhere.includes(key)) return undefined;
  const ignored = ignoredKeys.manifest.get(key);
  if (ignored !== undefined) return ignoredKey(key, span, 'the file', ignored);
  if (key.startsWith('x-')) return undefined;
  return unknownKey(key, span, 'the file', [...Object.keys(manifestShape), ...elsewhere.slice(0, -1)]);
}

/** A network named `default` is there when a unit is connected to it. */
function inUse(networks: ReadonlyMap<string, Network>, units: readonly [string, Unit][]): ReadonlyMap<string, Network> {
  const isConnected = units.some(
    ([, { networking }]) =>
      networking.kind === 'networks' && networking.attachments.some(({ network }) => network === 'default'),
  );
  return isConnected ? networks : new Map([...networks].filter(([key]) => key !== 'default'));
}

/** Ports of the units that take part: others are there instead of each other. */
const portsOf = ({ units, profiles }: Manifest) =>
  [...units.values()]
    .filter((unit) => isActive(unit.profiles, profiles) && unit.networking.kind === 'networks')
    .flatMap(({ name, ports }) => ports.map((port) => [name, port] as const));
