import { readMode } from '../mode.ts';
import { given, object, type PlainMap, text, textOf, type Write } from './values.ts';

/** Permission bits as octal digits. */
const mode: Write = (tree) => {
  if (tree.kind !== 'scalar' || (typeof tree.value !== 'string' && typeof tree.value !== 'number')) return undefined;
  const bits = readMode(tree.value);
  return bits.ok ? `0${bits.value.toString(8)}` : tree.text;
};

const long = object({ source: text, target: text, uid: text, gid: text, mode });

/** Secrets or configs of a unit or of a build in their long form. */
export const grants =
  (kind: 'secret' | 'config' | 'build'): Write =>
  (tree, scope) => {
    if (tree.kind !== 'list') return undefined;
    return tree.items.map((item): PlainMap => {
      const {
        source = '',
        target,
        ...rest
      } = (item.kind === 'map' ? long(item, scope) : { source: textOf(item) ?? '' }) as PlainMap;
      const place = target ?? (kind === 'secret' ? `/run/secrets/${source}` : undefined);
      return { source, ...given('target', place), ...rest };
    });
  };
