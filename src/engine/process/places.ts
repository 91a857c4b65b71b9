import { resolve } from 'node:path';
import type { Place, UnitFile } from './unit-file.ts';

/** Where a path of the manifest is on this machine: in one of the unit's places, else relative to where it works. */
export const pathOnHost = ({ places, workingDir }: Pick<UnitFile, 'places' | 'workingDir'>, path: string): string =>
  inPlace(places, path) ?? resolve(workingDir, path);

/** The same environment for this machine: a path in one of the unit's places is that place's. */
export function environmentOnHost(
  environment: ReadonlyMap<string, string>,
  places: readonly Place[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(environment, ([name, value]) => [name, inPlace(places, value) ?? value]));
}

function inPlace(places: readonly Place[], path: string): string | undefined {
  const place = places.find(({ target }) => path === target || path.startsWith(`${target}/`));
  return place && place.path + path.slice(place.target.length);
}
