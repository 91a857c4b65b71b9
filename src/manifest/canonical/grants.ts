import { number, object, type PlainMap, text, textOf, type Write } from './values.ts';

/** Permission bits as four octal digits. */
const mode: Write = (tree, scope) => {
  const given = number(tree, scope);
  return typeof given === 'number' ? `0${given.toString(8)}`.padStart(4, '0') : given;
};

const long = object({ source: text, target: text, uid: text, gid: text, mode });

/** Secrets or configs of a unit or of a build in their long form. */
export const grants =
  (kind: 'secret' | 'config' | 'build'): Write =>
  (tree, scope) => {
    if (tree.kind !== 'list') return undefined;
    return tree.items.map((item): PlainMap => {
      if (item.kind === 'map') return long(item, scope) as PlainMap;
      const source = textOf(item) ?? '';
      return { source, ...(kind === 'secret' && { target: `/run/secrets/${source}` }) };
    });
  };
