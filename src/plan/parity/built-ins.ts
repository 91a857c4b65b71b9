import type { Manifest, Unit } from '../../manifest/model.ts';
import { databaseKind, databaseVariables } from './database-variables.ts';
import { shortId, stableId } from './stable-id.ts';

/** What a pipeline tells all units, and what it tells each of itself. */
export interface BuiltIns {
  readonly shared: ReadonlyMap<string, string>;
  own(unit: Unit): ReadonlyMap<string, string>;
}

/** The variable with the id of the environment, which only an engine knows. */
export const environmentIdVariable = 'QOVERY_ENVIRONMENT_ID';

/** The names of all that a unit is told. */
export const namesFor = (unit: Unit, { shared, own }: BuiltIns): readonly string[] => [
  environmentIdVariable,
  ...shared.keys(),
  ...own(unit).keys(),
];

/** Variables that the pipeline sets by itself, by the names of its documentation ("Built-in variables"); none without one. */
export function builtInsOf(manifest: Manifest): BuiltIns | undefined {
  const { parity } = manifest;
  if (parity.kind === 'none') return undefined;
  const shared = new Map([
    ['QOVERY_ENVIRONMENT_NAME', manifest.name],
    ['QOVERY_PROJECT_ID', stableId('project', parity.project)],
  ]);
  for (const unit of manifest.units.values()) for (const [name, value] of variablesOf(unit)) shared.set(name, value);
  return {
    shared,
    own: (unit) =>
      new Map([
        [`QOVERY_${kindOf(unit)}_ID`, stableId('unit', unit.name)],
        [`${prefixOf(unit)}_ENVIRONMENT_NAME`, manifest.name],
      ]),
  };
}

function variablesOf(unit: Unit): readonly (readonly [string, string])[] {
  const prefix = prefixOf(unit);
  const named = [`${prefix}_NAME`, unit.title ?? unit.name] as const;
  if (unit.kind === 'job') return [named];
  const database = [...databaseVariables(unit)].map(([name, value]) => [`${prefix}_${name}`, value] as const);
  return [named, [`${prefix}_HOST_INTERNAL`, unit.name], ...database];
}

const prefixOf = (unit: Unit): string => `QOVERY_${kindOf(unit)}_${shortId(unit.name)}`;

function kindOf(unit: Unit): string {
  if (unit.kind === 'job') return 'JOB';
  return databaseKind(unit) ?? (unit.build === undefined ? 'CONTAINER' : 'APPLICATION');
}

/** The variable under which the pipeline passes an output of a job on. */
export const pipelineVariable = (job: string, output: string): string =>
  `QOVERY_OUTPUT_JOB_${shortId(job)}_${output.toUpperCase()}`;
