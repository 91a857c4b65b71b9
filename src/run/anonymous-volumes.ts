import type { MountSpec } from '../plan/container-spec.ts';
import type { ObservedContainer } from '../plan/observed.ts';

/** Volumes without a name are named by the engine. */
const namedByEngine = /^[0-9a-f]{64}$/;

/**
 * The anonymous volumes of a container as mounts of the one that takes its place: data outlives a change of
 * configuration, whether or not its volume has a name.
 */
export function anonymousVolumes({ mounts }: ObservedContainer): readonly MountSpec[] {
  return mounts
    .filter(({ type, source }) => type === 'volume' && namedByEngine.test(source))
    .map(({ source, target }) => ({ type: 'volume', name: source, target, readOnly: false, inherited: true }));
}

/** Mounts as wanted, with inherited volumes in the places that would get a fresh one; a place that has a name keeps it. */
export function withInherited(wanted: readonly MountSpec[], inherited: readonly MountSpec[]): readonly MountSpec[] {
  const places = new Set(inherited.map(({ target }) => target));
  const kept = wanted.filter(({ type, target }) => type !== 'anonymous' || !places.has(target));
  const taken = new Set(kept.map(({ target }) => target));
  return [...kept, ...inherited.filter(({ target }) => !taken.has(target))];
}
