import type { Unit } from '../manifest/model.ts';
import type { MountSpec } from './container-spec.ts';

/** Mounts of a unit as the engine gets them; `nameOf` a volume on the engine, by its key. */
export function mountSpecs({ mounts }: Pick<Unit, 'mounts'>, nameOf: (key: string) => string): readonly MountSpec[] {
  return mounts.map((mount) => {
    // Where it stands in the file is no part of what is wanted.
    const { span: _, ...wanted } = mount;
    if (wanted.type !== 'volume') return wanted;
    const { volume: key, ...rest } = wanted;
    return { ...rest, name: nameOf(key) };
  });
}
