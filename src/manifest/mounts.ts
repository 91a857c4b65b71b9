import { posix, resolve } from 'node:path';
import { fail, ok, type Result } from '../core/result.ts';
import { parseSize } from '../core/size.ts';
import type { Context } from './context.ts';
import type { Mount } from './model.ts';
import { spanAt, type Tree } from './tree.ts';

type WithoutSpan<Value> = Value extends unknown ? Omit<Value, 'span'> : never;

/** A mount as the file says it: sources of binds are not absolute yet. */
export type MountValue = WithoutSpan<Mount>;

/** A mount in Compose's short form `[SOURCE:]TARGET[:MODE]`. */
export function parseShortMount(text: string): Result<MountValue, string> {
  const parts = text.split(':');
  const [source, target, mode = ''] = parts.length === 1 ? [undefined, text] : parts;
  if (parts.length > 3 || target === undefined) return fail(`must look like "SOURCE:TARGET:ro", not "${text}"`);
  if (source === '') return fail(`has nothing before the ":" in "${text}"`);
  if (!posix.isAbsolute(target)) return fail(`must have an absolute path in the container, not "${target}"`);
  const readOnly = mode.split(',').includes('ro');
  if (source === undefined) return ok({ type: 'anonymous', target, readOnly });
  if (isPath(source)) return ok({ type: 'bind', source, target, readOnly, create: true });
  return ok({ type: 'volume', volume: source, target, readOnly });
}

/** Compose's rule: a path starts with `.`, `/` or `~`; anything else is the name of a volume. */
const isPath = (source: string): boolean => /^[./~]/.test(source);

/** A mount in Compose's long form. */
export function fromLongMount(value: {
  readonly type: 'volume' | 'bind' | 'tmpfs';
  readonly source?: string | undefined;
  readonly target: string;
  readonly read_only?: boolean | undefined;
  readonly bind?: { readonly create_host_path?: boolean | undefined } | undefined;
  readonly tmpfs?: { readonly size?: number | undefined; readonly mode?: number | undefined } | undefined;
}): Result<MountValue, string> {
  const { type, source, target, read_only: readOnly = false, bind, tmpfs } = value;
  switch (type) {
    case 'tmpfs':
      return ok({
        type,
        target,
        ...(tmpfs?.size === undefined ? {} : { size: tmpfs.size }),
        ...(tmpfs?.mode === undefined ? {} : { mode: tmpfs.mode }),
      });
    case 'bind':
      if (source === undefined) return fail('needs a "source", the path on the host');
      return ok({ type, source, target, readOnly, create: bind?.create_host_path ?? true });
    case 'volume':
      return ok(
        source === undefined ? { type: 'anonymous', target, readOnly } : { type, volume: source, target, readOnly },
      );
  }
}

/** An entry of `tmpfs`: a path, with options as mount(8) has them, such as `/run:size=64m,mode=1777`. */
export function parseTmpfs(text: string): Result<MountValue, string> {
  const [target = '', options = ''] = text.split(/:(.*)/s);
  if (!posix.isAbsolute(target)) return fail(`must have an absolute path in the container, not "${target}"`);
  let mount: { readonly type: 'tmpfs'; readonly target: string; size?: number; mode?: number } = {
    type: 'tmpfs',
    target,
  };
  for (const option of options.split(',')) {
    const [key, value = ''] = option.split('=');
    const number = key === 'size' ? parseSize(value) : key === 'mode' ? parseMode(value) : undefined;
    if (number && !number.ok) return number;
    if (number) mount = { ...mount, [key === 'size' ? 'size' : 'mode']: number.value };
  }
  return ok(mount);
}

/** Permission bits, always octal (Compose Specification, long syntax of `volumes`). */
export function parseMode(text: string): Result<number, string> {
  const digits = /^(?:0o)?([0-7]{1,4})$/.exec(text)?.[1];
  return digits === undefined
    ? fail(`must be an octal mode such as 1777, not "${text}"`)
    : ok(Number.parseInt(digits, 8));
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
    if (value.type !== 'bind') return { ...value, span };
    const home = context.variables.get('HOME') ?? '/';
    const source = resolve(
      context.folder,
      value.source.replace(/^~(?=\/|$)/, () => home),
    );
    return { ...value, source, span };
  });
}
