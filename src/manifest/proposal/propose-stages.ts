import { isDatabase, isInfrastructure } from '../known-images.ts';
import type { Manifest, Unit } from '../model.ts';

/** What a Compose file could look like with stages and jobs. */
export interface Proposal {
  /** in order, only those that have units; none where not all units can be given one */
  readonly stages: readonly string[];
  readonly stageOf: ReadonlyMap<string, string>;
  readonly jobs: ReadonlySet<string>;
}

const names = ['data', 'prepare', 'services', 'edge'] as const;
const [data, prepare, services, edge] = [0, 1, 2, 3] as const;

/**
 * Databases and the like first, then what prepares them, then services, and last those that only hand on what others
 * publish; but nothing before what it waits for. `own` are the units that stand in the file itself.
 */
export function proposeStages(manifest: Manifest, own: ReadonlySet<string>): Proposal {
  const { units } = manifest;
  const awaited = new Set([...units.values()].flatMap(({ dependsOn }) => dependsOn.map(({ unit }) => unit)));
  const jobs = new Set(
    [...units.values()].filter((unit) => own.has(unit.name) && isOneShot(unit, manifest)).map(({ name }) => name),
  );
  const ranks = new Map<string, number>();
  const rankOf = (unit: Unit): number => {
    const known = ranks.get(unit.name);
    if (known !== undefined) return known;
    const needed = unit.dependsOn.flatMap(({ unit: name }) => units.get(name) ?? []).map(rankOf);
    const least = Math.max(placeOf(unit, jobs), ...needed);
    const isLast = least === services && needed.includes(services) && unit.ports.length > 0 && !awaited.has(unit.name);
    const rank = isLast ? edge : least;
    ranks.set(unit.name, rank);
    return rank;
  };
  const all = [...units.values()].map((unit): [string, number] => [unit.name, rankOf(unit)]);
  if (all.some(([name]) => !own.has(name))) return { stages: [], stageOf: new Map(), jobs };
  const used = new Set(all.map(([, rank]) => rank));
  return {
    stages: names.filter((_, rank) => used.has(rank)),
    stageOf: new Map(all.map(([name, rank]) => [name, names[rank] ?? 'services'])),
    jobs,
  };
}

function placeOf(unit: Unit, jobs: ReadonlySet<string>): number {
  if (jobs.has(unit.name)) return prepare;
  const isData = unit.build === undefined && (isDatabase(unit.image) || isInfrastructure(unit.image));
  return isData ? data : services;
}

/** Others wait for its end; or it looks like what runs once, and nothing speaks against it. */
function isOneShot(unit: Unit, { units }: Manifest): boolean {
  if (unit.kind === 'job') return true;
  const isServing = unit.restart.policy !== 'no' || unit.healthcheck !== undefined || unit.ports.length > 0;
  const isShared = [...units.values()].some(
    ({ networking, dependsOn }) =>
      (networking.kind === 'unit' && networking.unit === unit.name) ||
      dependsOn.some(({ unit: name, condition }) => name === unit.name && condition === 'ready'),
  );
  return !isServing && !isShared && (namesWork(unit.name) || doesWork(unit.command));
}

const namesWork = (name: string): boolean =>
  /(^|[-_.])(migrat(e|es|or|ion|ions)|seeds?|seeder|init|setup|bootstrap|fixtures)([-_.]|$)/i.test(name);

/** Not where it is only one of several commands, as before the start of a server. */
const doesWork = (command: readonly string[] = []): boolean =>
  command.length <= 6 && command.some((word) => /^([a-z]+:)?(migrate|migrations?|seeds?)(:[a-z]+)?$/i.test(word));
