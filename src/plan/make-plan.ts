import type { Problem } from '../core/problem.ts';
import type { Manifest, Unit } from '../manifest/model.ts';
import { addressProblems, testAddressProblems } from './addresses/address-problems.ts';
import { withApartJobs } from './apart-from.ts';
import { cycleProblems, stageProblems } from './check-graph.ts';
import { snapshotProblems } from './check-migrations.ts';
import { outputProblems } from './check-outputs.ts';
import { graphOf } from './graph.ts';
import { withHostUnits } from './host-units.ts';
import { jobState } from './job-state.ts';
import { builtInsOf } from './parity/built-ins.ts';
import type { Plan } from './plan.ts';
import { planStages } from './plan-stages.ts';
import { planUnits } from './plan-units.ts';
import { testReferenceProblems } from './reference-problems.ts';
import { firstStage, type Selection, selectUnits } from './select-units.ts';

/**
 * What to bring up of a manifest, and in which order; or all that is wrong with its order, whatever is selected.
 * Throws `unknown-unit` where the selection names what a sound manifest does not have. A manifest that has problems of
 * its own is best planned with an empty selection: then all of its problems are found at once, and nothing is thrown.
 */
export function makePlan(
  written: Manifest,
  selection: Selection,
): { readonly plan: Plan | undefined; readonly problems: readonly Problem[] } {
  const manifest = withHostUnits(written, selection.local);
  const graph = graphOf(manifest);
  const problems = [
    ...cycleProblems(graph),
    ...stageProblems(manifest, graph),
    ...outputProblems(manifest, graph),
    ...[...written.units.values()].flatMap((unit) => addressProblems(unit, written)),
    ...testAddressProblems(written),
    ...testReferenceProblems(written),
    ...snapshotProblems(manifest, graph),
  ];
  if (problems.length > 0) return { plan: undefined, problems };

  const stages = planStages(manifest, selectUnits(manifest, graph, selection), graph);
  if (!stages.ok) return { plan: undefined, problems: [stages.reason] };

  const placed = planUnits(manifest, stages.value, graph, selection.scale ?? new Map(), written);
  const left = [...manifest.units.values()].flatMap((unit) =>
    unit.kind === 'job' && !placed.has(unit.name) ? [[unit.name, jobState(unit, manifest, graph)] as const] : [],
  );
  const units = withApartJobs(placed, manifest.barrier, new Map(left));
  const used = [...units.values()].map(({ unit }) => unit);
  const mounted = new Set(used.flatMap(volumesOf));
  const connected = new Set(used.flatMap(networksOf));
  const builtIns = builtInsOf(manifest);
  const plan = {
    project: manifest.name,
    file: manifest.file,
    folder: manifest.folder,
    stages: stages.value,
    barrier: manifest.barrier,
    from: firstStage(manifest, selection),
    ...(builtIns && { builtIns }),
    units,
    volumes: [...manifest.volumes.values()].filter((volume) => mounted.has(volume.key)),
    networks: [...manifest.networks.values()].filter((network) => connected.has(network.key)),
  };
  return { plan, problems: [] };
}

const volumesOf = ({ mounts }: Unit): readonly string[] =>
  mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.volume] : []));

const networksOf = ({ networking }: Unit): readonly string[] =>
  networking.kind === 'networks' ? networking.attachments.map(({ network }) => network) : [];
