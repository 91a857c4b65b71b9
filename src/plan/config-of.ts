import { createHmac } from 'node:crypto';
import type { ContainerSpec } from './container-spec.ts';

/** Keyed hashes of a container's configuration, by aspect. */
export type Config = Readonly<Record<string, string>>;

/** What says which container it is and when its turn comes, and does not change what runs in it. */
type Identity = 'name' | 'project' | 'unit' | 'index' | 'stage' | 'stageIndex' | 'needs';

type Aspect = Exclude<keyof ContainerSpec, Identity>;

/** Every aspect with its name for people and what counts of it; the order of lists that have none is left out. */
const aspects: {
  readonly [Name in Aspect]-?: { readonly name: string; readonly value: (spec: ContainerSpec) => unknown };
} = {
  kind: { name: 'kind', value: (spec) => spec.kind },
  image: { name: 'image', value: (spec) => spec.image },
  command: { name: 'command', value: (spec) => spec.command },
  entrypoint: { name: 'entrypoint', value: (spec) => spec.entrypoint },
  environment: { name: 'environment', value: (spec) => sorted([...spec.environment]) },
  mounts: {
    name: 'volumes',
    value: (spec) => sorted(spec.mounts.map((mount) => ({ ...mount, span: undefined }))),
  },
  ports: { name: 'ports', value: (spec) => sorted(spec.ports) },
  probePorts: { name: 'ports for probes', value: (spec) => sorted(spec.probePorts) },
  network: { name: 'network', value: (spec) => spec.network },
  aliases: { name: 'network names', value: (spec) => sorted(spec.aliases) },
  workingDir: { name: 'working directory', value: (spec) => spec.workingDir },
  user: { name: 'user', value: (spec) => spec.user },
  init: { name: 'init', value: (spec) => spec.init },
  healthcheck: { name: 'healthcheck', value: (spec) => spec.healthcheck },
  restart: { name: 'restart policy', value: (spec) => spec.restart },
  stopGracePeriod: { name: 'stop grace period', value: (spec) => spec.stopGracePeriod },
  folders: { name: 'output folders', value: (spec) => sorted(spec.folders) },
};

/**
 * Hash of each aspect of a container, to be put on it as a label: 16 hex digits of HMAC-SHA256.
 * Labels are readable by everyone who may list containers; without the key no value can be guessed from its hash.
 */
export function configOf(spec: ContainerSpec, key: string): Config {
  return Object.fromEntries(
    Object.entries(aspects).map(([aspect, { value }]) => {
      // The aspect is part of what is hashed, so that equal values of two aspects do not show as equal.
      const text = canonical([aspect, value(spec)]);
      return [aspect, createHmac('sha256', key).update(text).digest('hex').slice(0, 16)];
    }),
  );
}

/** Names for people of the aspects in which two configurations differ. */
export function changedAspects(before: Config, after: Config): readonly string[] {
  const changed = [...new Set([...Object.keys(after), ...Object.keys(before)])].filter(
    (aspect) => before[aspect] !== after[aspect],
  );
  return changed.map((aspect) => (isAspect(aspect) ? aspects[aspect].name : aspect));
}

const isAspect = (name: string): name is Aspect => Object.hasOwn(aspects, name);

function sorted(values: readonly unknown[]): readonly string[] {
  return values.map(canonical).sort();
}

/** JSON that does not depend on the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
