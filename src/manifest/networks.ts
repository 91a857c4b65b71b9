import type { Span } from '../core/source.ts';
import { checkKeys, isNothing } from './check.ts';
import type { Context } from './context.ts';
import { unknownKey } from './key-problems.ts';
import type { Network } from './network-model.ts';
import { networkShape } from './schema/network-shape.ts';
import { compact } from './schema/values.ts';
import type { Checked } from './schema.ts';
import type { Entry, MapTree } from './tree.ts';
import { sectionOf } from './units.ts';

/** Networks of the file by key, with their names on the engine; `default` is there whether or not the file names it. */
export function readNetworks(root: MapTree, project: string, context: Context): ReadonlyMap<string, Network> {
  const entries = [...sectionOf(root, 'networks', context)];
  const networks = new Map(entries.map(([key, entry]) => [key, readNetwork(key, entry, project, context)]));
  if (!networks.has('default')) networks.set('default', plain('default', `${project}_default`, root.span));
  return networks;
}

const plain = (key: string, name: string, span: Span): Network => ({
  key,
  name,
  external: false,
  driverOptions: {},
  attachable: false,
  internal: false,
  labels: {},
  span,
});

function readNetwork(key: string, { key: span, value }: Entry, project: string, context: Context): Network {
  const owner = `network "${key}"`;
  if (value.kind !== 'map' && !isNothing(value)) {
    const message = `${owner} must be a map of keys, or empty`;
    context.report({ severity: 'error', code: 'wrong-type', message, span: value.span });
  }
  const tree: MapTree = value.kind === 'map' ? value : { kind: 'map', entries: new Map(), span };
  const reject = (name: string, place: Span) =>
    name.startsWith('x-') ? undefined : unknownKey(name, place, owner, Object.keys(networkShape));
  const keys = checkKeys(networkShape, tree, owner, reject, context.report);
  const external = keys.external !== undefined && keys.external !== false;
  const externalName = typeof keys.external === 'object' ? keys.external.name : undefined;
  const { driver, enable_ipv4: enableIpv4, enable_ipv6: enableIpv6, ipam } = keys;
  return {
    ...plain(key, keys.name ?? externalName ?? (external ? key : `${project}_${key}`), span),
    external,
    driverOptions: keys.driver_opts ?? {},
    attachable: keys.attachable ?? false,
    internal: keys.internal ?? false,
    labels: keys.labels ?? {},
    ...compact({ driver, enableIpv4, enableIpv6 }),
    ...(ipam === undefined ? {} : { ipam: toIpam(ipam) }),
  };
}

type Ipam = NonNullable<Checked<typeof networkShape>['ipam']>;

const toIpam = ({ driver, options = {}, config = [] }: Ipam): NonNullable<Network['ipam']> => ({
  ...compact({ driver }),
  options,
  config: config.map(({ subnet, ip_range: ipRange, gateway, aux_addresses: auxAddresses = {} }) => ({
    ...compact({ subnet, ipRange, gateway }),
    auxAddresses,
  })),
});
