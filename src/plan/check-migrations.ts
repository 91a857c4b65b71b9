import type { Problem } from '../core/problem.ts';
import type { Job, Manifest } from '../manifest/model.ts';
import type { Graph } from './graph.ts';
import { jobState } from './job-state.ts';

/** Jobs that are to go back by snapshots, and all of whose data is in folders of the host, of which there are none. */
export function snapshotProblems(manifest: Manifest, graph: Graph): readonly Problem[] {
  return [...manifest.units.values()].flatMap((unit) =>
    unit.kind === 'job' && unit.migrations?.onRollback.kind === 'restore' ? onFolders(unit, manifest, graph) : [],
  );
}

function onFolders(job: Job, manifest: Manifest, graph: Graph): readonly Problem[] {
  const { stateServices, ownState } = jobState(job, manifest, graph);
  const mounts = stateServices.flatMap(({ name }) => manifest.units.get(name)?.mounts ?? []);
  const written = mounts.filter((mount) => mount.type !== 'tmpfs' && !mount.readOnly);
  const folders = written.filter(({ type }) => type === 'bind');
  if (folders.length === 0 || folders.length < written.length || ownState.length > 0) return [];
  const message = `job "${job.name}" is to restore snapshots, and its data is in a folder of this machine`;
  const related = folders.map(({ span }) => ({ message: 'no snapshot is taken of it', span }));
  const hint = 'keep the data in a volume, or use "on_rollback: down"';
  return [
    { severity: 'error', code: 'conflicting-keys', message, span: job.migrations?.span ?? job.span, hint, related },
  ];
}
