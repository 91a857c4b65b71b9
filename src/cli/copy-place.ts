import { DevstackError } from '../core/failure.ts';

/** Where something is copied from or to. */
export type Place =
  | { readonly kind: 'container'; readonly unit: string; readonly path: string }
  | { readonly kind: 'here'; readonly path: string }
  /** a tar archive through standard input or output */
  | { readonly kind: 'pipe' };

/** `UNIT:PATH`, a path of this machine, or `-`. A path with a colon in it is written as `./a:b`. */
export function placeOf(text: string): Place {
  if (text === '-') return { kind: 'pipe' };
  const [, unit, path] = /^([\w][\w.-]*):(.+)$/.exec(text) ?? [];
  return unit === undefined || path === undefined ? { kind: 'here', path: text } : { kind: 'container', unit, path };
}

/** Of the two places one has to be in a container, and one not. */
export function refusePlaces({ kind }: Place): DevstackError {
  const message =
    kind === 'container' ? 'both places are in containers' : 'neither place is in a container, as in "api:/tmp/file"';
  const hint = kind === 'container' ? 'copy it here first' : 'write UNIT:PATH for the one that is';
  return new DevstackError({ code: 'usage', family: 'usage', message, hint });
}
