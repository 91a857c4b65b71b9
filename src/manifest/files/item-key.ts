import { parseShortMount } from '../mounts.ts';
import { at, type Tree } from '../tree.ts';

/** Lists in which an item replaces an earlier one that is the same, by the name of their key. */
const plain = new Set([
  'aliases',
  'cache_from',
  'cap_add',
  'cap_drop',
  'device_cgroup_rules',
  'dns',
  'dns_opt',
  'dns_search',
  'expose',
  'external_links',
  'extra_hosts',
  'group_add',
  'link_local_ips',
  'links',
  'platforms',
  'profiles',
  'security_opt',
  'tags',
  'volumes_from',
]);

/**
 * What makes two items of a list the same one: the place in the container for mounts, devices, secrets and configs,
 * all of it for ports and plain lists. Undefined where each item stands for itself.
 */
export function itemKey(list: string, item: Tree): string | undefined {
  const text = item.kind === 'scalar' ? item.text : undefined;
  if (plain.has(list)) return text;
  switch (list) {
    case 'volumes':
      return text === undefined ? textAt(item, 'target') : mountTarget(text);
    case 'tmpfs':
      return text?.split(':')[0];
    case 'devices':
      return text === undefined ? textAt(item, 'target') : (text.split(':')[1] ?? text);
    case 'secrets':
    case 'configs':
      return text ?? textAt(item, 'target') ?? textAt(item, 'source');
    case 'env_file':
    case 'label_file':
      return text ?? textAt(item, 'path');
    case 'ports':
      return text === undefined ? longPort(item) : text.replace(/\/tcp$/, '');
    case 'config':
      return textAt(item, 'subnet');
    default:
      return undefined;
  }
}

function textAt(item: Tree, key: string): string | undefined {
  const value = at(item, key);
  return value?.kind === 'scalar' && value.value !== null ? value.text : undefined;
}

function mountTarget(text: string): string {
  const mount = parseShortMount(text);
  return mount.ok ? mount.value.target : text;
}

/** The same as its short form. */
function longPort(item: Tree): string {
  const [address, host, target] = [textAt(item, 'host_ip'), textAt(item, 'published'), textAt(item, 'target')];
  const protocol = textAt(item, 'protocol') ?? 'tcp';
  const outer = [
    ...(address === undefined ? [] : [address]),
    ...(host === undefined && address === undefined ? [] : [host ?? '']),
  ];
  return `${[...outer, target ?? ''].join(':')}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}
