import type { Network } from '../../../manifest/network-model.ts';
import type { ContainerSpec } from '../../../plan/container-spec.ts';
import { isAtLeast } from '../api-version.ts';
import { isOnBridge } from './networking.ts';

/** Keys that an engine leaves out, with the version of its API that knows them. */
const since: readonly (readonly [key: string, api: string, isUsed: (spec: ContainerSpec) => boolean])[] = [
  ['annotations', '1.43', ({ container }) => container.annotations !== undefined],
  [
    'volumes.volume.subpath',
    '1.45',
    ({ mounts }) => mounts.some((one) => one.type === 'volume' && one.subpath !== undefined),
  ],
  ['volumes.bind.recursive', '1.44', ({ mounts }) => mounts.some(isPartlyReadOnly)],
  [
    'networks.gw_priority',
    '1.48',
    (spec) => attachmentsOf(spec).some(({ gatewayPriority }) => gatewayPriority !== undefined),
  ],
  [
    'networks.interface_name',
    '1.49',
    (spec) => attachmentsOf(spec).some(({ interfaceName }) => interfaceName !== undefined),
  ],
  [
    'networks.mac_address',
    '1.44',
    (spec) =>
      attachmentsOf(spec)
        .slice(1)
        .some(({ macAddress }) => macAddress !== undefined),
  ],
  ['devices', '1.44', ({ container }) => container.devices?.some(({ source }) => !source.startsWith('/')) ?? false],
  ['healthcheck.start_interval', '1.44', ({ healthcheck }) => healthcheck?.startInterval !== undefined],
];

const isPartlyReadOnly = (mount: ContainerSpec['mounts'][number]): boolean =>
  mount.type === 'bind' && (mount.recursive === 'writable' || mount.recursive === 'readonly');

/** The engine takes labels of SELinux only where all that is mounted below is bound too. */
const isLabelled = (mount: ContainerSpec['mounts'][number]): boolean =>
  mount.type === 'bind' && mount.selinux !== undefined && (mount.recursive ?? 'enabled') !== 'enabled';

const attachmentsOf = ({ network }: ContainerSpec) => (network.kind === 'networks' ? network.attachments : []);

/** What a container can not have whose network is none, or that of the host or of another container. */
function withoutNetwork(spec: ContainerSpec): readonly string[] {
  if (spec.network.kind === 'networks' || isOnBridge(spec)) return [];
  const { container, links } = spec;
  return [...(container.mac_address === undefined ? [] : ['mac_address']), ...(links.length === 0 ? [] : ['links'])];
}

/** Keys of Windows, which mean nothing to an engine on Linux. */
const ofWindows = ['cpu_count', 'cpu_percent', 'isolation'] as const;

/** Keys of a container that an engine of this API version can not honour. */
export function ignoredKeys(spec: ContainerSpec, api: string): readonly string[] {
  const missing = since.filter(([, version, isUsed]) => !isAtLeast(api, version) && isUsed(spec)).map(([key]) => key);
  const labelled = spec.mounts.some(isLabelled) ? ['volumes.bind.recursive'] : [];
  const used = ofWindows.filter((key) => spec.container[key] !== undefined);
  return [...new Set([...missing, ...labelled, ...withoutNetwork(spec), ...used])];
}

/** Keys of a network that an engine of this API version can not honour: before 1.48 there is no way out of IPv4. */
export const ignoredKeysOf = ({ enableIpv4 }: Network, api: string): readonly string[] =>
  enableIpv4 === false && !isAtLeast(api, '1.48') ? ['enable_ipv4'] : [];
