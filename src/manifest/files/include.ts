import { dirname, resolve } from 'node:path';
import type { Span } from '../../core/source.ts';
import type { Report } from '../context.ts';
import { at, type Entry, type MapTree, type Tree } from '../tree.ts';

/** One entry of `include`: files that are one project of their own. */
export interface Included {
  /** absolute; later ones over earlier ones */
  readonly paths: readonly string[];
  /** absolute */
  readonly folder: string;
  /** absolute; absent: `.env` of its folder */
  readonly envFiles?: readonly string[];
  readonly span: Span;
}

/** What a file includes (Compose Specification, `include`). */
export function includesOf(file: MapTree, report: Report): readonly Included[] {
  const value = at(file, 'include');
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return [];
  if (value.kind !== 'list') {
    const message = '"include" must be a list of files';
    report({ severity: 'error', code: 'wrong-type', message, span: value.span });
    return [];
  }
  return value.items.flatMap((item) => includedBy(item, report));
}

function includedBy(item: Tree, report: Report): readonly Included[] {
  const path = item.kind === 'map' ? at(item, 'path') : item;
  const paths = textsOf(path).map(({ text, span }) => resolve(span.source.folder, text));
  const [first] = paths;
  if (path === undefined || first === undefined) {
    const message = 'an item of "include" must be a file, or a map with "path"';
    report({ severity: 'error', code: 'wrong-type', message, span: item.span });
    return [];
  }
  const [folder] = textsOf(at(item, 'project_directory'));
  const envFiles = textsOf(at(item, 'env_file')).map(({ text, span }) => resolve(span.source.folder, text));
  return [
    {
      paths,
      folder: folder === undefined ? dirname(first) : resolve(folder.span.source.folder, folder.text),
      ...(envFiles.length === 0 ? {} : { envFiles }),
      span: path.span,
    },
  ];
}

function textsOf(tree: Tree | undefined): readonly { readonly text: string; readonly span: Span }[] {
  if (tree?.kind === 'list') return tree.items.flatMap(textsOf);
  return tree?.kind === 'scalar' && tree.value !== null ? [tree] : [];
}

const sections = ['services', 'jobs', 'volumes', 'networks', 'secrets', 'configs'];

/** A file with everything that it includes. What both have, and differently, is reported: neither can win. */
export function withIncluded(file: MapTree, included: readonly MapTree[], report: Report): MapTree {
  const entries = new Map<string, Entry>([...file.entries].filter(([key]) => key !== 'include'));
  for (const other of included) {
    for (const section of sections) {
      const more = other.entries.get(section);
      if (more?.value.kind !== 'map') continue;
      const own = entries.get(section);
      const merged = own?.value.kind === 'map' ? joined(section, own.value, more.value, report) : more.value;
      entries.set(section, { key: own?.key ?? more.key, value: merged });
    }
  }
  return { ...file, entries };
}

function joined(section: string, own: MapTree, more: MapTree, report: Report): MapTree {
  const entries = new Map<string, Entry>(own.entries);
  for (const [name, entry] of more.entries) {
    const before = entries.get(name);
    if (before === undefined) entries.set(name, entry);
    else if (!isSame(before.value, entry.value)) {
      const message = `"${name}" of "${section}" is in an included file as well`;
      const related = [{ message: 'the included one', span: entry.key }];
      const hint =
        'rename one of them, or change the included one in a file of its own: include: [{path: [it.yaml, change.yaml]}]';
      report({ severity: 'error', code: 'duplicate-name', message, span: before.key, related, hint });
    }
  }
  return { ...own, entries };
}

/** Whether two values say the same, wherever they stand. */
function isSame(one: Tree, other: Tree): boolean {
  if (one === other) return true;
  if (one.kind === 'scalar' && other.kind === 'scalar') return one.text === other.text && one.value === other.value;
  if (one.kind === 'list' && other.kind === 'list') {
    const pairs = one.items.map((item, index) => [item, other.items[index]] as const);
    return one.items.length === other.items.length && pairs.every(([a, b]) => b !== undefined && isSame(a, b));
  }
  if (one.kind !== 'map' || other.kind !== 'map' || one.entries.size !== other.entries.size) return false;
  return [...one.entries].every(([key, { value }]) => {
    const match = other.entries.get(key);
    return match !== undefined && isSame(value, match.value);
  });
}
