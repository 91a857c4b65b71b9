import { at, type MapTree } from '../tree.ts';
import { path } from './mounts.ts';
import {
  asIs,
  boolean,
  flag,
  list,
  mapFrom,
  mapOf,
  object,
  type PlainMap,
  pairs,
  type Scope,
  text,
  type Write,
} from './values.ts';

const network = object({
  name: text,
  driver: text,
  driver_opts: pairs,
  ipam: object({
    driver: text,
    config: list(object({ subnet: text, gateway: text, ip_range: text, aux_addresses: mapOf(text) })),
    options: pairs,
  }),
  external: flag,
  internal: flag,
  attachable: flag,
  labels: pairs,
  enable_ipv4: boolean,
  enable_ipv6: boolean,
});

const volume = object({ name: text, driver: text, driver_opts: pairs, external: flag, labels: pairs });

const sharedFile = {
  name: text,
  file: path,
  environment: text,
  content: text,
  external: flag,
  labels: pairs,
  driver: text,
  driver_opts: pairs,
  template_driver: text,
};

/** A secret is not told, not even where it stands in the file. */
const secret = object({ ...sharedFile, content: () => '***' });

const config = object(sharedFile);

/** A section of the file with those of its entries that are used. */
export function section(
  name: SectionName,
  root: MapTree,
  used: ReadonlySet<string>,
  scope: Scope,
): PlainMap | undefined {
  const tree = at(root, name);
  const given = tree?.kind === 'map' ? tree.entries : new Map<string, never>();
  const keys = [...given.keys(), ...(name === 'networks' && !given.has('default') ? ['default'] : [])];
  return mapFrom(keys.filter((key) => used.has(key)).map((key) => [key, entryOf(name, key, root, scope)]));
}

/** The parts of a file that units refer to by name. */
export type SectionName = 'networks' | 'volumes' | 'secrets' | 'configs';

const writers = { networks: network, volumes: volume, secrets: secret, configs: config } satisfies Record<
  SectionName,
  Write
>;

function entryOf(name: SectionName, key: string, root: MapTree, scope: Scope): PlainMap {
  const tree = at(root, name, key);
  const written = (tree && (writers[name](tree, scope) as PlainMap | undefined)) ?? {};
  const external = tree && at(tree, 'external');
  const named = external?.kind === 'map' ? (asIs(external) as PlainMap) : undefined;
  const isExternal = named !== undefined || written.external === true;
  const { name: own, external: _, ipam = {}, ...rest } = written;
  return {
    name: own ?? named?.name ?? (isExternal ? key : `${scope.manifest.name}_${key}`),
    ...(isExternal && { external: true }),
    ...(name === 'networks' && { ipam }),
    ...rest,
  };
}
