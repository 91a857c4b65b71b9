import type { Problem } from '../core/problem.ts';
import type { Span } from '../core/source.ts';
import { checkKeys, isNothing } from './check.ts';
import type { Context } from './context.ts';
import { foreignKey, unknownKey, unsupportedKey } from './key-problems.ts';
import { devstackKeys, laterKeys } from './known-keys.ts';
import type { Unit } from './model.ts';
import { type Checked, jobShape, serviceShape, unitShape } from './schema.ts';
import type { Entry, MapTree } from './tree.ts';

type Keys = Checked<typeof unitShape & typeof serviceShape & typeof jobShape>;

/** A unit as its own lines say it: each key checked, nothing resolved yet. */
export interface UnitDraft {
  readonly kind: Unit['kind'];
  readonly name: string;
  readonly keys: Keys;
  readonly tree: MapTree;
  /** false where it is no map at all, so that nothing can be said about what it lacks */
  readonly readable: boolean;
  /** the unit's key in the file */
  readonly span: Span;
}

const shapes = { service: { ...unitShape, ...serviceShape }, job: { ...unitShape, ...jobShape } } as const;

/** A unit for people. */
export const describe = ({ kind, name }: Pick<UnitDraft, 'kind' | 'name'>): string => `${kind} "${name}"`;

/** Checks the keys of one unit and reports what is wrong with them. */
export function readUnit(kind: Unit['kind'], name: string, entry: Entry, context: Context): UnitDraft {
  const { value, key } = entry;
  const owner = describe({ kind, name });
  const readable = value.kind === 'map' || isNothing(value);
  if (!readable) {
    const message = `${owner} must be a map of keys`;
    context.report({ severity: 'error', code: 'wrong-type', message, span: value.span });
  }
  const tree: MapTree = value.kind === 'map' ? value : { kind: 'map', entries: new Map(), span: key };
  const reject = (name: string, span: Span) => rejectKey(kind, owner, name, span);
  const entries = new Map([...tree.entries].filter(([name, { key }]) => !reportForeign(name, key, context)));
  const own = { ...tree, entries };
  const keys: Keys = checkKeys(shapes[kind], own, owner, reject, context.report);
  return { kind, name, keys, tree: own, readable, span: key };
}

/** Keys of devstack are no part of a Compose file. */
function reportForeign(key: string, span: Span, context: Context): boolean {
  const foreign = context.dialect === 'compose' && (devstackKeys.unit as ReadonlySet<string>).has(key);
  if (foreign) context.report(foreignKey(key, span));
  return foreign;
}

function rejectKey(kind: Unit['kind'], owner: string, key: string, span: Span): Problem | undefined {
  const other = kind === 'job' ? 'service' : 'job';
  if (Object.hasOwn(shapes[other], key)) {
    const message = `"${key}" is for ${other}s only, and ${owner} is a ${kind}`;
    return { severity: 'error', code: 'illegal-key', message, span };
  }
  if ((laterKeys.unit as ReadonlySet<string>).has(key)) return unsupportedKey(key, span, owner);
  return key.startsWith('x-') ? undefined : unknownKey(key, span, owner, Object.keys(shapes[kind]));
}
