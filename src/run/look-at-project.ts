import type { Engine } from '../engine/engine.ts';
import { type Observed, type Start, startOf } from '../plan/observed.ts';
import { readyRecord } from './ready-memory.ts';

/** What a project has on the engine, and what it remembers, by key. */
export interface ProjectLook {
  readonly observed: Observed;
  readonly documents: ReadonlyMap<string, unknown>;
}

/**
 * Looks at what a project has and remembers, at once. A container that runs since a start that is known, from what is
 * remembered or from a look before, need not be asked about by itself, which is most of what a look at many costs.
 */
export async function lookAtProject(
  engine: Engine,
  project: string,
  signal: AbortSignal,
  before?: Observed,
): Promise<ProjectLook> {
  const memory = engine.memory(project).read(signal);
  const known = before === undefined ? memory.then(readyRecord) : Promise.resolve(startsIn(before));
  // What fails before it asks for that leaves its failure to nobody: the memory's own is told.
  known.catch(() => undefined);
  const [observed, documents] = await Promise.all([engine.observe(project, signal, known), memory]);
  return { observed, documents };
}

/** The starts of all that runs, by handle. */
const startsIn = ({ containers }: Observed): ReadonlyMap<string, Start> =>
  new Map(
    containers.flatMap(({ handle, status }) => (status.kind === 'running' ? [[handle, startOf(status)] as const] : [])),
  );
