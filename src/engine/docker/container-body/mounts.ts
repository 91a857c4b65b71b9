import type { MountSpec } from '../../../plan/container-spec.ts';
import { isAtLeast } from '../api-version.ts';
import { label } from '../labels.ts';

/** What engines put on a volume that they name; of a mount it tells that its volume has such a name, though it is given. */
export const anonymousLabel = 'com.docker.volume.anonymous';

type Bind = Extract<MountSpec, { type: 'bind' }>;
type Tmpfs = Extract<MountSpec, { type: 'tmpfs' }>;

/**
 * The keys of the engine under which mounts stand: each of them can do what the others can not. `fileFolders` get a
 * volume for secrets and configs.
 */
export function mountsBody(mounts: readonly MountSpec[], api: string, fileFolders: readonly string[] = []): object {
  const inMemory = mounts.filter(isWithOptions);
  const others = mounts.filter((mount) => !isWithOptions(mount)).map((mount) => mountBody(mount, api));
  return {
    Mounts: [...others.filter((mount) => typeof mount !== 'string'), ...fileFolders.map(fileFolderBody)],
    Binds: others.filter((mount) => typeof mount === 'string'),
    // Only here engines before API 1.46 take options of mount(8).
    Tmpfs: Object.fromEntries(inMemory.map((mount) => [mount.target, tmpfsOptions(mount).join(',')])),
  };
}

const fileFolderBody = (target: string): object => ({
  Type: 'volume',
  Target: target,
  VolumeOptions: { Labels: { [label.files]: '' } },
});

const isWithOptions = (mount: MountSpec): mount is Tmpfs => mount.type === 'tmpfs' && mount.options !== undefined;

const tmpfsOptions = ({ size, mode, options = [] }: Tmpfs): readonly string[] => [
  ...(size === undefined ? [] : [`size=${size}`]),
  ...(mode === undefined ? [] : [`mode=${mode.toString(8)}`]),
  ...options,
];

/** A text is a bind in the short form. */
function mountBody(mount: MountSpec, api: string): object | string {
  switch (mount.type) {
    case 'volume': {
      const subpath = isAtLeast(api, '1.45') && mount.subpath !== undefined ? { Subpath: mount.subpath } : {};
      const labels = mount.inherited === true ? { Labels: { [anonymousLabel]: '' } } : {};
      const options = { ...(mount.noCopy === true && { NoCopy: true }), ...subpath, ...labels };
      return {
        Type: 'volume',
        Source: mount.name,
        Target: mount.target,
        ReadOnly: mount.readOnly,
        ...(Object.keys(options).length > 0 && { VolumeOptions: options }),
      };
    }
    case 'anonymous':
      return {
        Type: 'volume',
        Target: mount.target,
        ReadOnly: mount.readOnly,
        ...(mount.noCopy === true && { VolumeOptions: { NoCopy: true } }),
      };
    case 'tmpfs': {
      const size = mount.size !== undefined && { SizeBytes: mount.size };
      const mode = mount.mode !== undefined && { Mode: mount.mode };
      return { Type: 'tmpfs', Target: mount.target, TmpfsOptions: { ...size, ...mode } };
    }
    case 'bind':
      return isShort(mount, api) ? shortBind(mount) : longBind(mount, api);
  }
}

/**
 * Only the short form has the labels of SELinux, and only it makes a missing folder where the API is older than 1.42;
 * only the long one can leave out what is mounted below.
 */
const isShort = ({ selinux, create, recursive }: Bind, api: string): boolean =>
  selinux !== undefined || (create && recursive !== 'disabled' && !isAtLeast(api, '1.42'));

function shortBind({ source, target, readOnly, selinux, propagation, consistency }: Bind): string {
  const options = [readOnly ? 'ro' : undefined, selinux, propagation, consistency].filter((one) => one !== undefined);
  return [source, target, ...(options.length === 0 ? [] : [options.join(',')])].join(':');
}

function longBind(mount: Bind, api: string): object {
  const options = {
    ...(mount.create && { CreateMountpoint: true }),
    ...(mount.propagation !== undefined && { Propagation: mount.propagation }),
    ...recursion(mount, api),
  };
  return {
    Type: 'bind',
    Source: mount.source,
    Target: mount.target,
    ReadOnly: mount.readOnly,
    ...(mount.consistency !== undefined && { Consistency: mount.consistency }),
    ...(Object.keys(options).length > 0 && { BindOptions: options }),
  };
}

/** What is mounted below a bind: also bound (the default), read-only or not (API 1.44). */
function recursion({ recursive }: Bind, api: string): object {
  switch (recursive) {
    case 'disabled':
      return { NonRecursive: true };
    case 'writable':
      return isAtLeast(api, '1.44') ? { ReadOnlyNonRecursive: true } : {};
    case 'readonly':
      return isAtLeast(api, '1.44') ? { ReadOnlyForceRecursive: true } : {};
    case 'enabled':
    case undefined:
      return {};
    default:
      return recursive satisfies never;
  }
}
