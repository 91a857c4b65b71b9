import type { ContainerKeys } from './container-keys.ts';
import { resourcesOf } from './deploy.ts';
import { ignoredKeys } from './known-keys.ts';
import { containerShape } from './schema/container-shape.ts';
import type { UnitDraft } from './unit-draft.ts';

const keysOfEngine: ReadonlySet<string> = new Set(
  Object.keys(containerShape).filter((key) => !ignoredKeys.unit.has(key)),
);

/**
 * What a unit says that an engine takes as it is; `platform` is that of its image, and labels of files come before its
 * own (Compose Specification, `label_file`).
 */
export function containerKeysOf(
  unit: UnitDraft,
  platform: string | undefined,
  fileLabels: ReadonlyMap<string, string> = new Map(),
): ContainerKeys {
  const own: ContainerKeys = Object.fromEntries(Object.entries(unit.keys).filter(([key]) => keysOfEngine.has(key)));
  const resources = resourcesOf(unit);
  return {
    ...resources,
    ...own,
    ...(own.gpus && { gpus: [...(resources.gpus ?? []), ...own.gpus] }),
    ...(fileLabels.size > 0 && { labels: { ...Object.fromEntries(fileLabels), ...own.labels } }),
    ...(platform !== undefined && { platform }),
  };
}
