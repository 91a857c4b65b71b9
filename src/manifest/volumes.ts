import type { Problem } from '../core/problem.ts';
import type { Span } from '../core/source.ts';
import { didYouMean } from '../core/suggest.ts';
import { checkKeys, isNothing } from './check.ts';
import type { Context } from './context.ts';
import { toTexts } from './environment.ts';
import { unknownKey } from './key-problems.ts';
import type { Mount, Volume } from './model.ts';
import { volumeShape } from './schema.ts';
import type { Entry, MapTree } from './tree.ts';
import { sectionOf } from './units.ts';

/** Volumes of the file by key, with their names on the engine. */
export function readVolumes(root: MapTree, project: string, context: Context): ReadonlyMap<string, Volume> {
  const entries = [...sectionOf(root, 'volumes', context)];
  return new Map(entries.map(([key, entry]) => [key, readVolume(key, entry, project, context)]));
}

function readVolume(key: string, { key: span, value }: Entry, project: string, context: Context): Volume {
  const owner = `volume "${key}"`;
  if (value.kind !== 'map' && !isNothing(value)) {
    const message = `${owner} must be a map of keys, or empty`;
    context.report({ severity: 'error', code: 'wrong-type', message, span: value.span });
  }
  const tree: MapTree = value.kind === 'map' ? value : { kind: 'map', entries: new Map(), span };
  const reject = (name: string, place: Span): Problem | undefined =>
    name.startsWith('x-') ? undefined : unknownKey(name, place, owner, Object.keys(volumeShape));
  const keys = checkKeys(volumeShape, tree, owner, reject, context.report);
  const external = keys.external !== undefined && keys.external !== false;
  const externalName = typeof keys.external === 'object' ? keys.external.name : undefined;
  const name = keys.name ?? externalName ?? (external ? key : `${project}_${key}`);
  if (name === `${project}_devstack`) {
    const message = `the volume "${name}" is where devstack keeps what it remembers of this project`;
    context.report({ severity: 'error', code: 'bad-value', message, span, hint: 'give this volume another name' });
  }
  return {
    key,
    name,
    external,
    ...(keys.driver === undefined ? {} : { driver: keys.driver }),
    driverOptions: Object.fromEntries(keys.driver_opts ? toTexts(tree, 'driver_opts') : []),
    labels: Object.fromEntries(keys.labels ? toTexts(tree, 'labels') : []),
    span,
  };
}

/** Volumes that are mounted and that the file does not have. */
export function unknownVolumes(
  unit: string,
  mounts: readonly Mount[],
  volumes: ReadonlyMap<string, Volume>,
): readonly Problem[] {
  return mounts.flatMap((mount) => {
    if (mount.type !== 'volume' || volumes.has(mount.volume)) return [];
    const message = `${unit} mounts the volume "${mount.volume}", which is not one of "volumes"`;
    const path = `add it under "volumes", or write ./${mount.volume} for a folder`;
    const hint = didYouMean(mount.volume, volumes.keys()) ?? path;
    return [{ severity: 'error', code: 'unknown-volume', message, span: mount.span, hint } as const];
  });
}
