import type { Engine } from '../engine/engine.ts';
import type { Observed } from '../plan/observed.ts';
import { readyRecord } from './ready-memory.ts';

/** What a project has on the engine, and what it remembers, by key. */
export interface ProjectLook {
  readonly observed: Observed;
  readonly documents: ReadonlyMap<string, unknown>;
}

/**
 * Looks at what a project has and remembers, at once. A container that runs since a start that is remembered need not be
 * asked about by itself, which is most of what a look at many costs.
 */
export async function lookAtProject(engine: Engine, project: string, signal: AbortSignal): Promise<ProjectLook> {
  const memory = engine.memory(project).read(signal);
  const known = memory.then(readyRecord);
  // What fails before it asks for that leaves its failure to nobody: the memory's own is told.
  known.catch(() => undefined);
  const [observed, documents] = await Promise.all([engine.observe(project, signal, known), memory]);
  return { observed, documents };
}
