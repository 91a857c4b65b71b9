import type { Problem } from '../core/problem.ts';
import type { Source, Span } from '../core/source.ts';
import { checkKeys } from './check.ts';
import type { Context } from './context.ts';
import { toVariables } from './environment.ts';
import { resolveFrom } from './from.ts';
import { foreignKey, unknownKey, unsupportedKey } from './key-problems.ts';
import { devstackKeys, laterKeys } from './known-keys.ts';
import { lint } from './lint.ts';
import type { Manifest, Unit } from './model.ts';
import { portsTwice } from './ports.ts';
import { projectName } from './project-name.ts';
import { manifestShape } from './schema.ts';
import { toStages } from './stages.ts';
import type { MapTree, Tree } from './tree.ts';
import { type Surroundings, toUnit } from './unit.ts';
import { readUnits } from './units.ts';
import { readVolumes } from './volumes.ts';

/** Makes a manifest of a file's values and reports all that is wrong with them. Undefined where they are no map. */
export function buildManifest(
  tree: Tree,
  source: Source,
  givenName: string | undefined,
  context: Context,
): Manifest | undefined {
  const root = toRoot(tree, context);
  if (!root) return undefined;
  const keys = checkKeys(manifestShape, root, '', rejectKey, context.report);
  const name = projectName(givenName, keys.name, root, context);
  const units = readUnits(root, context);
  const around: Surroundings = {
    units,
    ancestors: resolveFrom(units, context),
    volumes: readVolumes(root, name, context),
    stages: toStages(keys, root, context),
    environment: keys.environment ? toVariables(root, 'environment', context) : new Map(),
  };
  const manifest: Manifest = {
    name,
    dialect: context.dialect,
    folder: context.folder,
    file: source.path,
    stages: around.stages.list,
    units: new Map([...units.values()].map((draft): [string, Unit] => [draft.name, toUnit(draft, around, context)])),
    volumes: around.volumes,
  };
  for (const problem of [...portsTwice(portsOf(manifest)), ...lint(manifest, units, around.stages)])
    context.report(problem);
  return manifest;
}

/** The file's map, without what a file of this dialect can not have. */
function toRoot(tree: Tree, { dialect, report }: Context): MapTree | undefined {
  if (tree.kind !== 'map') {
    const isEmpty = tree.kind === 'scalar' && tree.value === null;
    const message = isEmpty ? 'the file is empty' : 'the file must be a map of keys, such as "services"';
    report({ severity: 'error', code: 'wrong-type', message, span: tree.span, hint: 'begin with "services:"' });
    return undefined;
  }
  const isForeign = (key: string): boolean =>
    dialect === 'compose' && (devstackKeys.manifest as ReadonlySet<string>).has(key);
  for (const [key, entry] of tree.entries) if (isForeign(key)) report(foreignKey(key, entry.key));
  return { ...tree, entries: new Map([...tree.entries].filter(([key]) => !isForeign(key))) };
}

/** Maps of units and volumes are read entry by entry; `version` has meant nothing since Compose 1.27. */
const elsewhere = ['services', 'jobs', 'volumes', 'version'];

function rejectKey(key: string, span: Span): Problem | undefined {
  if (elsewhere.includes(key)) return undefined;
  if ((laterKeys.manifest as ReadonlySet<string>).has(key)) return unsupportedKey(key, span, 'the file');
  if (key.startsWith('x-')) return undefined;
  return unknownKey(key, span, 'the file', [...Object.keys(manifestShape), ...elsewhere.slice(0, 3)]);
}

const portsOf = ({ units }: Manifest) =>
  [...units.values()].flatMap(({ name, ports }) => ports.map((port) => [name, port] as const));
