import { isDatabase } from '../manifest/known-images.ts';
import type { Manifest, Unit } from '../manifest/model.ts';

/** What a unit is to a pipeline; it orders units of `stages: default` too. */
type UnitType = 'DATABASE' | 'JOB' | 'CONTAINER' | 'APPLICATION';

function typeOf(unit: Unit): UnitType {
  if (unit.kind === 'job') return 'JOB';
  if (unit.build !== undefined) return 'APPLICATION';
  return isDatabase(unit.image) ? 'DATABASE' : 'CONTAINER';
}

/** A stage as `devstack stage list --json` prints it. */
interface StageJson {
  /** from 1 */
  readonly number: number;
  readonly name: string;
  readonly description?: string;
  readonly units: readonly {
    readonly type: UnitType;
    readonly name: string;
    readonly title?: string;
    readonly skip: boolean;
  }[];
}

/** All stages in order, with their units in the order of the file. */
export function stagesJson({ stages, units }: Manifest): readonly StageJson[] {
  const byStage = Map.groupBy(units.values(), ({ stage }) => stage);
  return stages.map(({ name, description }, index) => ({
    number: index + 1,
    name,
    ...(description !== undefined && { description }),
    units: (byStage.get(name) ?? []).map((unit) => ({
      type: typeOf(unit),
      name: unit.name,
      ...(unit.title !== undefined && { title: unit.title }),
      skip: unit.skip,
    })),
  }));
}

/** The same for people, as pipelines print it. */
export const stageTable = (stages: readonly StageJson[]): string => stages.map(stageText).join('');

function stageText({ number, name, description, units }: StageJson): string {
  const rows = units.map((unit) => `${unit.type} | ${unit.title ?? unit.name}${unit.skip ? ' (skipped)' : ''}`);
  const lines = [
    `# deployment stage ${number}: "${name}"`,
    ...(description === undefined ? [] : [description]),
    ...(rows.length === 0 ? ['<no service>'] : ['Type | Name', ...rows]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
