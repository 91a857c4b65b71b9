import { posix } from 'node:path';
import { hostPath } from '../host-path.ts';
import { type MountValue, parseShortMount } from '../mounts.ts';
import { compact } from '../schema/values.ts';
import type { Plain, Tree } from '../tree.ts';
import {
  asIs,
  bytes,
  flag,
  number,
  object,
  type PlainMap,
  pairs,
  type Scope,
  text,
  textOf,
  type Write,
} from './values.ts';

/** A path of the host as an absolute one. */
export const path: Write = (tree, { context }) => {
  const given = textOf(tree);
  return given === undefined ? undefined : hostPath(given, tree.span, context);
};

/** A path in a container, without a slash at its end. */
const target: Write = (tree) => {
  const path = textOf(tree);
  return path === undefined ? undefined : cleanPath(path);
};

const cleanPath = (path: string): string => posix.normalize(path).replace(/(.)\/$/, '$1');

const longMount = object({
  type: text,
  source: text,
  target,
  read_only: flag,
  consistency: text,
  bind: object({ selinux: text, propagation: text, create_host_path: flag, recursive: text }),
  volume: object({ labels: pairs, nocopy: flag, subpath: text }),
  tmpfs: object({ size: bytes, mode: number }),
});

/** Mounts in their long form. */
export const mounts: Write = (tree, scope) =>
  tree.kind === 'list' ? tree.items.map((item) => mountOf(item, scope)) : undefined;

function mountOf(item: Tree, scope: Scope): Plain {
  if (item.kind === 'map') {
    const written = longMount(item, scope) as PlainMap;
    const source = item.entries.get('source')?.value;
    if (written.type !== 'bind' || source === undefined) return written;
    return { ...written, source: path(source, scope) ?? null };
  }
  const parsed = parseShortMount(textOf(item) ?? '');
  return parsed.ok ? shortMount(parsed.value, item, scope) : asIs(item);
}

function shortMount(mount: MountValue, item: Tree, { context }: Scope): Plain {
  const readOnly = mount.type !== 'tmpfs' && mount.readOnly ? { read_only: true } : {};
  switch (mount.type) {
    case 'anonymous':
      return { type: 'volume', target: cleanPath(mount.target), ...readOnly, volume: {} };
    case 'volume': {
      const options = mount.noCopy ? { nocopy: true } : {};
      return { type: 'volume', source: mount.volume, target: cleanPath(mount.target), ...readOnly, volume: options };
    }
    case 'bind': {
      const { source, selinux, propagation } = mount;
      return {
        type: 'bind',
        source: hostPath(source, item.span, context),
        target: cleanPath(mount.target),
        ...readOnly,
        bind: { ...compact({ selinux, propagation }), create_host_path: true },
      };
    }
    case 'tmpfs':
      return { type: 'tmpfs', target: mount.target };
  }
}
