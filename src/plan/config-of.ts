import { createHmac } from 'node:crypto';
import type { ContainerSpec } from './container-spec.ts';

/** Keyed hashes of a container's configuration, by aspect. */
export type Config = Readonly<Record<string, string>>;

/** What says which container it is and when its turn comes, and does not change what runs in it. */
type Identity =
  | 'name'
  | 'project'
  | 'unit'
  | 'index'
  | 'oneOff'
  | 'stage'
  | 'stageIndex'
  | 'needs'
  | 'gateway'
  | 'isHealthAwaited';

/** Each variable and each key of the engine is an aspect of its own, so that a change can be named. */
type Split = 'environment' | 'unset' | 'container';

type Aspect = Exclude<keyof ContainerSpec, Identity | Split>;

/** Every other aspect with its name for people and what counts of it; the order of lists that have none is left out. */
const aspects: {
  readonly [Name in Aspect]-?: { readonly name: string; readonly value: (spec: ContainerSpec) => unknown };
} = {
  kind: { name: 'kind', value: (spec) => spec.kind },
  place: { name: 'where it runs', value: (spec) => spec.place },
  image: { name: 'image', value: (spec) => spec.image },
  command: { name: 'command', value: (spec) => spec.command },
  entrypoint: { name: 'entrypoint', value: (spec) => spec.entrypoint },
  mounts: {
    name: 'volumes',
    value: (spec) => sorted(spec.mounts),
  },
  ports: { name: 'ports', value: (spec) => sorted(spec.ports) },
  probePorts: { name: 'ports for probes', value: (spec) => sorted(spec.probePorts) },
  portsForHost: {
    name: 'ports for processes of this machine',
    value: (spec) => sorted(spec.portsForHost.map(({ container }) => container)),
  },
  portsForContainers: { name: 'ports for containers', value: (spec) => sorted(spec.portsForContainers) },
  network: { name: 'networks', value: (spec) => spec.network },
  links: { name: 'links', value: (spec) => sorted(spec.links) },
  volumesFrom: { name: 'volumes_from', value: (spec) => spec.volumesFrom },
  files: { name: 'secrets or configs', value: (spec) => sorted(spec.files) },
  workingDir: { name: 'working directory', value: (spec) => spec.workingDir },
  user: { name: 'user', value: (spec) => spec.user },
  init: { name: 'init', value: (spec) => spec.init },
  healthcheck: { name: 'healthcheck', value: (spec) => spec.healthcheck },
  restart: { name: 'restart policy', value: (spec) => spec.restart },
  stopGracePeriod: { name: 'stop grace period', value: (spec) => spec.stopGracePeriod },
  folders: { name: 'output folders', value: (spec) => sorted(spec.folders) },
};

const variablePrefix = 'environment.';
const keyPrefix = 'container.';

/**
 * Hash of each aspect of a container, to be put on it as a label: 16 hex digits of HMAC-SHA256. What a container does
 * not have is no aspect of it.
 * Labels are readable by everyone who may list containers; without the key no value can be guessed from its hash.
 */
export function configOf(spec: ContainerSpec, key: string): Config {
  const values: readonly (readonly [string, unknown])[] = [
    ...Object.entries(aspects).map(([aspect, { value }]) => [aspect, value(spec)] as const),
    ...Array.from(spec.environment, ([name, value]) => [variablePrefix + name, value] as const),
    ...spec.unset.map((name) => [variablePrefix + name, null] as const),
    ...Object.entries(spec.container).map(([name, value]) => [keyPrefix + name, value] as const),
  ];
  return Object.fromEntries(
    values
      .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
      // The aspect is part of what is hashed, so that equal values of two aspects do not show as equal.
      .map((pair) => [pair[0], hashOf(canonical(pair), key)]),
  );
}

const mostHashes = 10_000;
let hashes = { key: '', of: new Map<string, string>() };

/** Most containers of a stack have most of their configuration in common: what was hashed is kept. */
function hashOf(text: string, key: string): string {
  if (hashes.key !== key || hashes.of.size > mostHashes) hashes = { key, of: new Map() };
  const known = hashes.of.get(text);
  if (known !== undefined) return known;
  const hash = createHmac('sha256', key).update(text).digest('hex').slice(0, 16);
  hashes.of.set(text, hash);
  return hash;
}

/** Whether what was made with a configuration is a process of the host: else nothing is said of its place. */
export const isOnHost = (config: Config): boolean => Object.hasOwn(config, 'place' satisfies Aspect);

/** Names for people of the aspects in which two configurations differ; of variables which ones, never their values. */
export function changedAspects(before: Config, after: Config): readonly string[] {
  const changed = [...new Set([...Object.keys(after), ...Object.keys(before)])].filter(
    (aspect) => before[aspect] !== after[aspect],
  );
  const variables = changed.filter((aspect) => aspect.startsWith(variablePrefix));
  const others = changed.filter((aspect) => !aspect.startsWith(variablePrefix)).map(nameOf);
  if (variables.length === 0) return others;
  return [...others, `environment (${variables.map((aspect) => aspect.slice(variablePrefix.length)).join(', ')})`];
}

/** The same container but for its name, and the name that it has on networks: what a unit that was renamed has. */
export function isSameButName(one: Config, other: Config): boolean {
  const differing = Object.keys({ ...one, ...other }).filter((aspect) => one[aspect] !== other[aspect]);
  return differing.every((aspect) => aspect === 'network');
}

const nameOf = (aspect: string): string =>
  isAspect(aspect) ? aspects[aspect].name : aspect.startsWith(keyPrefix) ? aspect.slice(keyPrefix.length) : aspect;

const isAspect = (name: string): name is Aspect => Object.hasOwn(aspects, name);

function sorted(values: readonly unknown[]): readonly string[] {
  return values.map(canonical).sort();
}

/** JSON that does not depend on the order of keys. */
const canonical = (value: unknown): string => JSON.stringify(inOrder(value));

/** The same with the keys of every object in one order. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, inOrder(inner)]),
  );
}
