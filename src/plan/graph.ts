import type { Span } from '../core/source.ts';
import type { Condition } from '../core/unit-state.ts';
import type { Manifest, Unit } from '../manifest/model.ts';
import { type DeclaredOutputs, declaredOutputs } from './job-outputs.ts';

/** One unit waits for another: `from` names `to`. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly condition: Condition;
  readonly required: boolean;
  readonly restart: boolean;
  readonly span: Span;
}

/** What each unit waits for, by unit and in the order of the file. */
export type Graph = ReadonlyMap<string, readonly Edge[]>;

/**
 * The graph of a manifest: `depends_on`, jobs whose outputs are named by `environment` or `aliases`, and
 * services whose addresses are.
 * Unknown units and a unit's own name are left out, since the manifest reports these and the rest can still be checked.
 */
export function graphOf(manifest: Manifest): Graph {
  const declared = declaredOutputs(manifest);
  return new Map([...manifest.units].map(([name, unit]) => [name, edgesOf(unit, manifest, declared)]));
}

function edgesOf(unit: Unit, manifest: Manifest, declared: DeclaredOutputs): readonly Edge[] {
  const edges = new Map<string, Edge>();
  for (const { unit: to, ...dependency } of unit.dependsOn) {
    if (to === unit.name || edges.has(to) || !manifest.units.has(to)) continue;
    edges.set(to, { from: unit.name, to, ...dependency });
  }
  const implied = [
    ...unit.references.map(({ job, span }) => [job, span] as const),
    ...aliasedJobs(unit, declared).map((job) => [job, unit.span] as const),
  ];
  for (const [to, span] of implied) {
    if (to === unit.name || manifest.units.get(to)?.kind !== 'job') continue;
    const said = edges.get(to) ?? { from: unit.name, to, required: true, restart: false, span };
    // Whatever else is said of the job: what it writes is known only once it is done.
    edges.set(to, { ...said, condition: 'completed' });
  }
  for (const { service: to, span } of unit.addresses) {
    if (to === unit.name || edges.has(to) || manifest.units.get(to)?.kind !== 'service') continue;
    edges.set(to, { from: unit.name, to, condition: 'ready', required: true, restart: false, span });
  }
  return [...edges.values()];
}

/** Jobs that only an alias names; where a job of `depends_on` has the output too, it is that job's which is meant. */
function aliasedJobs(unit: Unit, declared: DeclaredOutputs): readonly string[] {
  const dependencies = new Set(unit.dependsOn.map((dependency) => dependency.unit));
  return [...unit.aliases.values()].flatMap((original) => {
    if (unit.environment.has(original)) return [];
    const jobs = [...(declared.get(original)?.keys() ?? [])].filter((job) => job !== unit.name);
    return jobs.some((job) => dependencies.has(job)) ? [] : jobs;
  });
}
