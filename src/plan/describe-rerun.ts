import { relative } from 'node:path';
import { countedFiles } from '../manifest/counted-files.ts';
import { isCovered } from '../manifest/glob.ts';
import type { Job } from '../manifest/model.ts';
import type { Plan, PlannedJob } from './plan.ts';

/** The folder or file of the host that a job mounts and no `inputs` name, so that nobody can tell whether it changed. */
export function uncoveredMount(job: Pick<Job, 'mounts' | 'inputs' | 'migrations'>): string | undefined {
  const counted = countedFiles(job);
  const uncovered = job.mounts.find((mount) => mount.type === 'bind' && !isCovered(mount.source, counted));
  return uncovered?.type === 'bind' ? uncovered.source : undefined;
}

/** When a job runs again, and beside which others it never does; one line for each. */
export const describeMemory = (plan: Plan, job: PlannedJob): readonly string[] => [
  describeRerun(plan, job),
  ...describeApart(plan, job),
];

/** What has to happen before a job that is done runs again. */
function describeRerun({ folder }: Pick<Plan, 'folder'>, planned: PlannedJob): string {
  const { unit, stateServices, ownState } = planned;
  const data = [...stateServices.map(({ name }) => name), ...ownState.map((name) => `volume ${name}`)];
  switch (unit.run) {
    case 'always':
      return 'runs every time';
    case 'once':
      return data.length === 0 ? 'runs once' : `runs once, and again when the data of ${orList(data)} is new`;
    case 'changed': {
      const mount = uncoveredMount(unit);
      if (mount !== undefined) return `runs every time: "inputs" does not name what it mounts from ${mount}`;
      const inputs = unit.inputs.map((glob) => relative(folder, glob));
      const migrations = unit.migrations?.files.map((glob) => relative(folder, glob)) ?? [];
      const parts = [
        'its image',
        'command',
        'environment',
        ...(inputs.length > 0 ? [`inputs (${inputs.join(', ')})`] : []),
        ...(migrations.length > 0 ? [`migrations (${migrations.join(', ')})`] : []),
      ];
      const changed = `runs again when ${orList(parts)} changed`;
      return data.length === 0 ? changed : `${changed}, or the data of ${orList(data)} is new`;
    }
  }
}

function describeApart({ units }: Plan, { apartFrom }: PlannedJob): readonly string[] {
  const others = apartFrom.filter((name) => units.has(name));
  return others.length === 0 ? [] : [`never beside ${orList(others)}: they work on the same data`];
}

/** `a`, `a or b`, `a, b or c`. */
function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
