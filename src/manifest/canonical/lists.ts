import type { Tree } from '../tree.ts';
import { mapOf, number, object, textOf, type Write } from './values.ts';

const host = (name: string, address: string): string => `${name.trim()}=${address.trim().replace(/^\[(.*)\]$/, '$1')}`;

/** Names of hosts as `NAME=ADDRESS`. */
export const extraHosts: Write = (tree) => {
  if (tree.kind === 'map') {
    return inOrder(
      [...tree.entries].flatMap(([name, { value }]) =>
        (value.kind === 'list' ? value.items : [value]).map((address) => host(name, textOf(address) ?? '')),
      ),
    );
  }
  return tree.kind === 'list' ? inOrder(tree.items.map(hostOf)) : undefined;
};

/** By name; addresses of one name stay in their order. */
const inOrder = (hosts: readonly string[]): string[] => {
  const nameOf = (entry: string): string => entry.slice(0, entry.indexOf('='));
  return hosts.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : Number(nameOf(one) > nameOf(other))));
};

function hostOf(item: Tree): string {
  const [, name = '', address = ''] = /^([^:=]+)[:=](.+)$/.exec(textOf(item) ?? '') ?? [];
  return host(name, address);
}

const limits = object({ soft: number, hard: number });

/** Limits by name: one number, or a soft and a hard one. */
export const ulimits: Write = mapOf((tree, scope) => (tree.kind === 'map' ? limits(tree, scope) : number(tree, scope)));
