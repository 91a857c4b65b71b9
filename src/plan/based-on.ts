import type { Unit } from '../manifest/model.ts';

/**
 * Units whose containers have to be there before one of this unit can be made: the engine resolves what they share to
 * the container's id at create, so that a new container there means a new one here.
 */
export function basedOn({ networking, container: { ipc, pid }, volumesFrom, links }: Unit): readonly string[] {
  const shared = [networking, ipc, pid].flatMap((namespace) => (namespace?.kind === 'unit' ? [namespace.unit] : []));
  const mounted = volumesFrom.flatMap(({ from }) => (from.kind === 'unit' ? [from.name] : []));
  // On the engine's own network a link leads to a container, elsewhere to a name.
  const isOnBridge = networking.kind === 'mode' && (networking.mode === 'bridge' || networking.mode === 'default');
  const linked = isOnBridge ? links.map(({ unit }) => unit) : [];
  return [...new Set([...shared, ...mounted, ...linked])];
}
