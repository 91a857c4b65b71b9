import type { Span } from '../core/source.ts';
import { didYouMean } from '../core/suggest.ts';
import { checkKeys } from './check.ts';
import type { Context } from './context.ts';
import type { FileGrant, SharedFile } from './file-model.ts';
import { hostPath } from './host-path.ts';
import { ignoredKey, unknownKey } from './key-problems.ts';
import { modeOf } from './mode.ts';
import { isActive } from './profiles.ts';
import { sharedFileShape } from './schema/file-shape.ts';
import { compact } from './schema/values.ts';
import { at, type Entry, type MapTree, spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';
import { sectionOf } from './units.ts';

type Kind = SharedFile['kind'];
type Files = ReadonlyMap<string, SharedFile>;

/** Secrets or configs of the file by key. */
export function readSharedFiles(root: MapTree, kind: Kind, context: Context): Files {
  const files = new Map<string, SharedFile>();
  for (const [key, entry] of sectionOf(root, `${kind}s`, context)) {
    const file = readFile(kind, key, entry, context);
    if (file !== undefined) files.set(key, file);
  }
  return files;
}

const ignored = new Set(['driver', 'driver_opts', 'template_driver', 'labels']);

function readFile(kind: Kind, key: string, entry: Entry, context: Context): SharedFile | undefined {
  const { key: span, value: tree } = entry;
  const owner = `${kind} "${key}"`;
  const { report } = context;
  if (tree.kind !== 'map') {
    const message = `${owner} must be a map of keys`;
    report({ severity: 'error', code: 'wrong-type', message, span: tree.span, hint: 'give it a "file"' });
    return undefined;
  }
  const reject = (name: string, place: Span) =>
    name.startsWith('x-') ? undefined : unknownKey(name, place, owner, Object.keys(sharedFileShape));
  const keys = checkKeys(sharedFileShape, tree, owner, reject, report);
  for (const [name, { key: place }] of tree.entries)
    if (ignored.has(name)) report(ignoredKey(name, place, owner, 'it is for a cluster of machines'));
  const externalName = typeof keys.external === 'object' ? keys.external.name : undefined;
  const isExternal = keys.external !== undefined && keys.external !== false;
  const sources: SharedFile['source'][] = [
    ...(isExternal ? [{ kind: 'external', name: externalName ?? keys.name ?? key } as const] : []),
    ...(keys.file === undefined ? [] : [fileSource(tree, keys.file, context)]),
    ...(keys.content === undefined ? [] : [{ kind: 'content', content: keys.content } as const]),
    ...(keys.environment === undefined ? [] : [fromVariable(keys.environment, context)]),
  ];
  const [source, second] = sources;
  if (source !== undefined && second === undefined) return { kind, key, source, span };
  const message = `${owner} needs ${source === undefined ? 'one' : 'only one'} of file, environment, content and external`;
  // A value that is wrong by itself has been told.
  if (source !== undefined || tree.entries.size === 0) report({ severity: 'error', code: 'bad-value', message, span });
  return source === undefined ? undefined : { kind, key, source, span };
}

function fileSource(tree: MapTree, file: string, context: Context): SharedFile['source'] {
  const span = spanAt(tree, 'file');
  return { kind: 'file', path: hostPath(file, span, context) };
}

const fromVariable = (variable: string, { variables }: Context): SharedFile['source'] => ({
  kind: 'content',
  content: variables.get(variable) ?? '',
  variable,
});

/** Where a secret or config stands in a container that does not say it (Compose Specification). */
const targetOf = (kind: Kind, name: string): string => {
  if (name.startsWith('/')) return name;
  return kind === 'secret' ? `/run/secrets/${name}` : `/${name}`;
};

/** The secrets and configs that a unit gets; unknown ones are reported and left out. */
export function toGrants(
  unit: UnitDraft,
  ancestors: readonly UnitDraft[],
  files: { readonly secret: Files; readonly config: Files },
  context: Context,
): readonly FileGrant[] {
  return (['secret', 'config'] as const).flatMap((kind) => {
    const key = `${kind}s` as const;
    const saying = [unit, ...ancestors].find(({ keys }) => keys[key] !== undefined);
    return (saying?.keys[key] ?? []).flatMap((grant, index): FileGrant[] => {
      const span = spanAt(saying?.tree ?? unit.tree, key, index);
      const file = files[kind].get(grant.source);
      if (file === undefined && saying === unit) reportUnknown(unit, kind, grant.source, files[kind], span, context);
      if (file === undefined) return [];
      if (isActive(unit.keys.profiles ?? [], context.profiles)) reportUnset(file, unit, context);
      const { target = grant.source, uid, gid } = grant;
      const mode = modeOf(grant.mode, at(saying?.tree, key, index), context.dialect);
      return [{ file, target: targetOf(kind, target), ...compact({ uid, gid, mode }), span }];
    });
  });
}

/** Whoever needs a secret is better off without a start than with an empty one. */
export function reportUnset({ kind, key, source, span }: SharedFile, unit: UnitDraft, context: Context): void {
  if (source.kind !== 'content' || source.variable === undefined || context.variables.has(source.variable)) return;
  context.report({
    severity: 'error',
    code: 'variable-required',
    message: `the ${kind} "${key}" is the variable "${source.variable}", which is not set`,
    span,
    related: [{ message: `${describe(unit)} gets it`, span: unit.span }],
    hint: 'set it in the shell or in .env',
  });
}

function reportUnknown(unit: UnitDraft, kind: Kind, name: string, files: Files, span: Span, { report }: Context): void {
  const hint = didYouMean(name, files.keys()) ?? `add it under "${kind}s" of the file`;
  const message = `${describe(unit)} gets the ${kind} "${name}", which does not exist`;
  report({ severity: 'error', code: 'unknown-file', message, span, hint });
}
