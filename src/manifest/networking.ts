import { didYouMean } from '../core/suggest.ts';
import type { Context } from './context.ts';
import type { Attachment, Network, Networking } from './network-model.ts';
import type { AttachmentValue } from './schema/network-shape.ts';
import { compact } from './schema/values.ts';
import { keySpanAt, spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** What a unit is connected to: what it says itself, else what the unit says that it inherits from, else `default`. */
export function toNetworking(
  unit: UnitDraft,
  ancestors: readonly UnitDraft[],
  networks: ReadonlyMap<string, Network>,
  context: Context,
): Networking {
  const saying = [unit, ...ancestors].find(
    ({ keys }) => keys.network_mode !== undefined || keys.networks !== undefined,
  );
  if (saying?.keys.network_mode !== undefined) return saying.keys.network_mode;
  const given = Object.entries(saying?.keys.networks ?? {});
  const named = given.length > 0 ? given : [['default', {}] as const];
  const attachments = named.flatMap(([key, given]): Attachment[] => {
    if (networks.has(key)) return [toAttachment(key, given)];
    if (saying === unit) reportUnknown(unit, key, networks, context);
    return [];
  });
  return { kind: 'networks', attachments };
}

const toAttachment = (network: string, given: AttachmentValue): Attachment => ({
  network,
  aliases: given.aliases ?? [],
  linkLocal: given.link_local_ips ?? [],
  driverOptions: given.driver_opts ?? {},
  priority: given.priority ?? 0,
  ...compact({
    ipv4: given.ipv4_address,
    ipv6: given.ipv6_address,
    macAddress: given.mac_address,
    gatewayPriority: given.gw_priority,
    interfaceName: given.interface_name,
  }),
});

function reportUnknown(
  unit: UnitDraft,
  key: string,
  networks: ReadonlyMap<string, Network>,
  { report }: Context,
): void {
  const listed = unit.tree.entries.get('networks')?.value;
  const index =
    listed?.kind === 'list' ? listed.items.findIndex((item) => item.kind === 'scalar' && item.text === key) : -1;
  const span = index === -1 ? keySpanAt(unit.tree, 'networks', key) : spanAt(unit.tree, 'networks', index);
  const hint = didYouMean(key, networks.keys()) ?? `add it under "networks" of the file`;
  const message = `${describe(unit)} is on the network "${key}", which does not exist`;
  report({ severity: 'error', code: 'unknown-network', message, span, hint });
}
