import type { AttachmentSpec, ContainerSpec, NetworkSpec } from '../../../plan/container-spec.ts';
import { isAtLeast } from '../api-version.ts';

/** The network that a container is created on, or the mode that it has instead of one. */
export function networkModeOf(network: NetworkSpec): string {
  switch (network.kind) {
    case 'networks':
      return network.attachments[0]?.network ?? 'none';
    case 'mode':
      return network.mode;
    case 'container':
      return `container:${network.container}`;
  }
}

/** Whether it is on the engine's own network, on which there are no names and few options. */
export const isOnBridge = ({ network }: ContainerSpec): boolean =>
  network.kind === 'mode' && (network.mode === 'bridge' || network.mode === 'default');

/** Links of a container on the engine's own network; on all others they are names of that network. */
export const linksOnBridge = (spec: ContainerSpec): readonly string[] | undefined =>
  isOnBridge(spec) && spec.links.length > 0 ? spec.links : undefined;

/** The hardware address where it is one of the container, not of its connection: below API 1.44, for the first one only. */
export function macAddressOf(spec: ContainerSpec, api: string): string | undefined {
  const { network, container } = spec;
  if (isAtLeast(api, '1.44')) return undefined;
  if (network.kind === 'networks') return network.attachments[0]?.macAddress ?? container.mac_address;
  return isOnBridge(spec) ? container.mac_address : undefined;
}

/** Networks that a container is on from the start: below API 1.44 more than one is refused. */
export function endpointsAtCreate(spec: ContainerSpec, api: string): Record<string, object> {
  if (isOnBridge(spec)) return bridgeEndpoint(spec, api);
  if (spec.network.kind !== 'networks') return {};
  const attachments = isAtLeast(api, '1.44') ? spec.network.attachments : spec.network.attachments.slice(0, 1);
  return Object.fromEntries(attachments.map((one, at) => [one.network, endpointBody(spec, one, at === 0, api)]));
}

function bridgeEndpoint({ container }: ContainerSpec, api: string): Record<string, object> {
  const { mac_address: MacAddress } = container;
  return MacAddress !== undefined && isAtLeast(api, '1.44') ? { bridge: { MacAddress } } : {};
}

/** Networks that it is connected to before its start. */
export function endpointsAfterCreate(
  spec: ContainerSpec,
  api: string,
): readonly { readonly network: string; readonly endpoint: object }[] {
  if (spec.network.kind !== 'networks' || isAtLeast(api, '1.44')) return [];
  const others = spec.network.attachments.slice(1);
  return others.map((one) => ({ network: one.network, endpoint: endpointBody(spec, one, false, api) }));
}

function endpointBody(spec: ContainerSpec, attachment: AttachmentSpec, isFirst: boolean, api: string): object {
  const { ipv4, ipv6, linkLocal, driverOptions, gatewayPriority } = attachment;
  const mac = attachment.macAddress ?? (isFirst && isAtLeast(api, '1.44') ? spec.container.mac_address : undefined);
  const address = {
    IPv4Address: ipv4,
    IPv6Address: ipv6,
    LinkLocalIPs: linkLocal.length > 0 ? [...linkLocal] : undefined,
  };
  const hasAddress = Object.values(address).some((value) => value !== undefined);
  return {
    Aliases: [...attachment.aliases],
    ...(spec.links.length > 0 && { Links: [...spec.links] }),
    ...(hasAddress && { IPAMConfig: address }),
    ...(mac !== undefined && { MacAddress: mac }),
    ...driverOptionsBody(driverOptions, attachment.interfaceName, api),
    ...(gatewayPriority !== undefined && isAtLeast(api, '1.48') && { GwPriority: gatewayPriority }),
  };
}

/** The name of the interface is an option that the engine itself reads (Engine 28.1, API 1.49). */
function driverOptionsBody(options: Readonly<Record<string, string>>, name: string | undefined, api: string): object {
  const named = name !== undefined && isAtLeast(api, '1.49') ? { 'com.docker.network.endpoint.ifname': name } : {};
  const all = { ...options, ...named };
  return Object.keys(all).length === 0 ? {} : { DriverOpts: all };
}
