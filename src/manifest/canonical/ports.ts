import { parseShortPorts } from '../ports.ts';
import type { Plain, Tree } from '../tree.ts';
import { asIs, number, object, type PlainMap, type Scope, text, textOf, type Write } from './values.ts';

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
  tree.kind === 'list' ? tree.items.flatMap((item) => portsOf(item, scope)) : undefined;

function portsOf(item: Tree, scope: Scope): Plain[] {
  // A devstack.yaml publishes on this machine alone where it does not say otherwise.
  const address = scope.manifest.dialect === 'devstack' ? { host_ip: '127.0.0.1' } : {};
  if (item.kind === 'map') {
    const given = longPort(item, scope) as PlainMap;
    const { name, mode, ...rest } = given;
    return [{ ...(name !== undefined && { name }), mode: mode ?? 'ingress', ...address, protocol: 'tcp', ...rest }];
  }
  const parsed = parseShortPorts(textOf(item) ?? '');
  if (!parsed.ok) return [asIs(item)];
  return parsed.value.map(({ container, host, address: given, protocol }) => ({
    mode: 'ingress',
    ...address,
    ...(given !== undefined && { host_ip: given }),
    target: container,
    ...(host !== undefined && { published: typeof host === 'number' ? String(host) : host.join('-') }),
    protocol,
  }));
}
