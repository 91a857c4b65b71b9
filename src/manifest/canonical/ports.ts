import { parseShortPorts } from '../ports.ts';
import type { Plain, Tree } from '../tree.ts';
import { asIs, given, number, object, type PlainMap, type Scope, text, textOf, type Write } from './values.ts';

const longPort = object({
  name: text,
  mode: text,
  host_ip: text,
  target: number,
  published: text,
  protocol: text,
  app_protocol: text,
});

/** Ports in their long form; ranges of the same length on both sides are one port each. */
export const ports: Write = (tree, scope) =>
  tree.kind === 'list' ? once(tree.items.flatMap((item) => portsOf(item, scope))) : undefined;

/** What ranges say again is the same port. */
const once = (ports: readonly Plain[]): Plain[] => [
  ...new Map(ports.map((port) => [JSON.stringify(port), port])).values(),
];

function portsOf(item: Tree, scope: Scope): Plain[] {
  // A devstack.yaml publishes on this machine alone where it does not say otherwise.
  const address = scope.manifest.dialect === 'devstack' ? { host_ip: '127.0.0.1' } : {};
  if (item.kind === 'map') {
    const { name, mode, host_ip, target, published, protocol, ...rest } = longPort(item, scope) as PlainMap;
    const first = { ...given('name', name), mode: mode ?? 'ingress', ...address, ...given('host_ip', host_ip) };
    return [
      { ...first, ...given('target', target), ...given('published', published), protocol: protocol ?? 'tcp', ...rest },
    ];
  }
  const parsed = parseShortPorts(textOf(item) ?? '');
  if (!parsed.ok) return [asIs(item)];
  return parsed.value.map(({ container, host, address: own, protocol }) => ({
    mode: 'ingress',
    ...address,
    ...given('host_ip', own),
    target: container,
    ...given('published', typeof host === 'object' ? host.join('-') : host?.toString()),
    protocol,
  }));
}
