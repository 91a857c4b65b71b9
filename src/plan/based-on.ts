import type { Unit } from '../manifest/model.ts';

/**
 * Units whose containers have to be there before one of this unit can be made: the engine resolves what they share to
 * the container's id at create, so that a new container there means a new one here.
 */
export function basedOn({ networking, container: { ipc, pid }, volumesFrom }: Unit): readonly string[] {
  const shared = [networking, ipc, pid].flatMap((namespace) => (namespace?.kind === 'unit' ? [namespace.unit] : []));
  const mounted = volumesFrom.flatMap(({ from }) => (from.kind === 'unit' ? [from.name] : []));
  return [...new Set([...shared, ...mounted])];
}
