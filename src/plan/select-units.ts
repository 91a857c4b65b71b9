import { DevstackError } from '../core/failure.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Manifest, Unit } from '../manifest/model.ts';
import type { Graph } from './graph.ts';
import type { Local } from './host-units.ts';

const longestList = 10;

/** What of a manifest to bring up: named units with what they need, all stages up to one, or everything. */
export interface Selection {
  readonly units?: readonly string[] | undefined;
  readonly through?: string | undefined;
  /** the stage to begin with: what comes before has to be there already */
  readonly from?: string | undefined;
  /** named units alone, without what they need */
  readonly alone?: boolean | undefined;
  /** which units are to run on the host; those that can run nowhere else do so anyway */
  readonly local?: Local | undefined;
  /** number of containers by unit, instead of what the manifest says */
  readonly scale?: ReadonlyMap<string, number> | undefined;
}

/** Names of the selected units, in the order of the file. Throws `unknown-unit` for a name that is not there. */
export function selectUnits(manifest: Manifest, graph: Graph, selection: Selection): readonly string[] {
  const { units = [], through, alone = false, scale = new Map() } = selection;
  for (const unit of [...units, ...scale.keys()]) {
    if (!manifest.units.has(unit)) throw unknown('unit', unit, manifest, [...manifest.units.keys()]);
  }
  const active = activeUnits(manifest, units);
  const wanted = units.length === 0 ? [...active].filter((name) => takesPart(manifest.units.get(name))) : units;
  const isAvailable = (name: string) => active.has(name) && !isScheduled(manifest.units.get(name));
  const needed = alone ? new Set(wanted) : withNeeds(wanted, graph, isAvailable);
  const stages = through === undefined ? undefined : stagesThrough(through, manifest);
  return [...manifest.units.values()]
    .filter((unit) => needed.has(unit.name) && (stages === undefined || stages.has(unit.stage ?? '')))
    .map((unit) => unit.name);
}

/** What is left out, and what has a time of its own, comes only where it is named. */
const takesPart = (unit: Unit | undefined): boolean => unit?.skip === false && !isScheduled(unit);

const isScheduled = (unit: Unit | undefined): boolean => unit?.kind === 'job' && unit.schedule !== undefined;

/**
 * Units without a profile or in an active one. Whoever names a unit asks for its profiles as well (Compose
 * Specification, "Profiles").
 */
export function activeUnits({ units, profiles }: Manifest, named: readonly string[]): ReadonlySet<string> {
  const asked = new Set([...profiles, ...named.flatMap((name) => units.get(name)?.profiles ?? [])]);
  const isActive = (unit: Unit): boolean =>
    unit.profiles.length === 0 || asked.has('*') || unit.profiles.some((profile) => asked.has(profile));
  return new Set([...units.values()].filter(isActive).map(({ name }) => name));
}

function withNeeds(
  wanted: readonly string[],
  graph: Graph,
  isAvailable: (unit: string) => boolean,
): ReadonlySet<string> {
  const needed = new Set(wanted);
  // A Set hands out what is added to it on the way, so it is its own queue.
  for (const unit of needed) {
    for (const edge of graph.get(unit) ?? []) if (edge.required || isAvailable(edge.to)) needed.add(edge.to);
  }
  return needed;
}

function stagesThrough(last: string, manifest: Manifest): ReadonlySet<string> {
  return new Set(manifest.stages.slice(0, indexOfStage(last, manifest) + 1).map(({ name }) => name));
}

/** Index of the stage that a selection begins with. Throws `unknown-unit` or `usage` where there is no such beginning. */
export function firstStage(manifest: Manifest, { from, through }: Selection): number {
  if (from === undefined) return 0;
  const index = indexOfStage(from, manifest);
  if (through !== undefined && index > indexOfStage(through, manifest)) {
    throw new DevstackError({
      code: 'usage',
      family: 'usage',
      message: `stage "${from}" comes after stage "${through}", so that there is nothing from one through the other`,
      hint: `the order is ${manifest.stages.map(({ name }) => name).join(', ')}`,
    });
  }
  return index;
}

function indexOfStage(name: string, manifest: Manifest): number {
  const names = manifest.stages.map((stage) => stage.name);
  const index = names.indexOf(name);
  if (index === -1) throw unknown('stage', name, manifest, names);
  return index;
}

function unknown(what: 'unit' | 'stage', name: string, manifest: Manifest, known: readonly string[]): DevstackError {
  const list = known.slice(0, longestList).join(', ') + (known.length > longestList ? ', …' : '');
  return new DevstackError({
    code: 'unknown-unit',
    family: 'usage',
    message: `${manifest.file} has no ${what} "${name}"`,
    hint: didYouMean(name, known) ?? (known.length === 0 ? `it has no ${what}s at all` : `it has ${list}`),
  });
}
