import { posix } from 'node:path';
import { fail, ok, type Result } from '../core/result.ts';
import { parseSize } from '../core/size.ts';
import type { Context } from './context.ts';
import { hostPath } from './host-path.ts';
import { modeOf, parseMode } from './mode.ts';
import type { Mount } from './model.ts';
import { compact } from './schema/values.ts';
import { at, spanAt, type Tree } from './tree.ts';

type WithoutSpan<Value> = Value extends unknown ? Omit<Value, 'span'> : never;

/** A mount as the file says it: sources of binds are not absolute yet. */
export type MountValue = WithoutSpan<Mount>;

const propagations = new Set(['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave']);
const consistencies = new Set(['cached', 'consistent', 'delegated']);

/** A mount in Compose's short form `[SOURCE:]TARGET[:MODE]`. Options that nobody knows mean nothing, as in Compose. */
export function parseShortMount(text: string): Result<MountValue, string> {
  const parts = text.split(':');
  const [source, target, mode = ''] = parts.length === 1 ? [undefined, text] : parts;
  if (parts.length > 3 || target === undefined) return fail(`must look like "SOURCE:TARGET:ro", not "${text}"`);
  if (source === '') return fail(`has nothing before the ":" in "${text}"`);
  if (!posix.isAbsolute(target)) return fail(`must have an absolute path in the container, not "${target}"`);
  const options = mode.split(',');
  const readOnly = options.includes('ro');
  const noCopy = options.includes('nocopy') ? { noCopy: true } : {};
  if (source === undefined) return ok({ type: 'anonymous', target, readOnly });
  if (!isPath(source)) return ok({ type: 'volume', volume: source, target, readOnly, ...noCopy });
  const selinux = options.find((option) => option === 'z' || option === 'Z');
  const propagation = options.find((option) => propagations.has(option));
  const consistency = options.find((option) => consistencies.has(option));
  return ok({
    type: 'bind',
    source,
    target,
    readOnly,
    create: true,
    ...(selinux === undefined ? {} : { selinux }),
    ...(propagation === undefined ? {} : { propagation }),
    ...(consistency === undefined ? {} : { consistency }),
  });
}

/** Compose's rule: a path starts with `.`, `/` or `~`; anything else is the name of a volume. */
const isPath = (source: string): boolean => /^[./~]/.test(source);

/** A mount in Compose's long form. */
export function fromLongMount(value: {
  readonly type: 'volume' | 'bind' | 'tmpfs';
  readonly source?: string | undefined;
  readonly target: string;
  readonly read_only?: boolean | undefined;
  readonly consistency?: string | undefined;
  readonly bind?: BindOptions | undefined;
  readonly volume?: { readonly nocopy?: boolean | undefined; readonly subpath?: string | undefined } | undefined;
  readonly tmpfs?: { readonly size?: number | undefined; readonly mode?: number | undefined } | undefined;
}): Result<MountValue, string> {
  const { type, source, target, read_only: readOnly = false, volume, tmpfs } = value;
  switch (type) {
    case 'tmpfs':
      return ok({ type, target, ...compact({ size: tmpfs?.size, mode: tmpfs?.mode }) });
    case 'bind': {
      if (source === undefined) return fail('needs a "source", the path on the host');
      const { create_host_path: create = true, ...bind } = value.bind ?? {};
      return ok({ type, source, target, readOnly, create, ...compact({ ...bind, consistency: value.consistency }) });
    }
    case 'volume': {
      if (source === undefined) return ok({ type: 'anonymous', target, readOnly });
      const options = compact({ noCopy: volume?.nocopy, subpath: volume?.subpath });
      return ok({ type, volume: source, target, readOnly, ...options });
    }
  }
}

interface BindOptions {
  readonly create_host_path?: boolean | undefined;
  readonly propagation?: string | undefined;
  readonly selinux?: 'z' | 'Z' | undefined;
  readonly recursive?: 'enabled' | 'disabled' | 'writable' | 'readonly' | undefined;
}

/** An entry of `tmpfs`: a path, with options as mount(8) has them, such as `/run:size=64m,mode=1777`. */
export function parseTmpfs(text: string): Result<MountValue, string> {
  const [target = '', options = ''] = text.split(/:(.*)/s);
  if (!posix.isAbsolute(target)) return fail(`must have an absolute path in the container, not "${target}"`);
  const given = options.split(',').filter((option) => option !== '');
  const size = numberOf(given, 'size', parseSize);
  const mode = numberOf(given, 'mode', parseMode);
  if (!size.ok) return size;
  if (!mode.ok) return mode;
  const others = given.filter((option) => !/^(size|mode)=/.test(option));
  const rest = compact({ size: size.value, mode: mode.value, options: others.length > 0 ? others : undefined });
  return ok({ type: 'tmpfs', target, ...rest });
}

function numberOf(
  options: readonly string[],
  key: string,
  parse: (text: string) => Result<number, string>,
): Result<number | undefined, string> {
  const option = options.findLast((one) => one.startsWith(`${key}=`));
  return option === undefined ? ok(undefined) : parse(option.slice(key.length + 1));
}

/** Mounts of a unit with absolute sources; `key` is where they stand in the unit. */
export function toMounts(
  values: readonly MountValue[],
  tree: Tree,
  key: 'volumes' | 'tmpfs',
  context: Context,
): readonly Mount[] {
  return values.map((value, index) => {
    const span = spanAt(tree, key, index);
    if (value.type === 'tmpfs') {
      const mode = modeOf(value.mode, at(tree, key, index, 'tmpfs'), context.dialect);
      return { ...value, span, ...compact({ mode }) };
    }
    if (value.type !== 'bind') return { ...value, span };
    return { ...value, source: hostPath(value.source, span, context), span };
  });
}
