import type { Problem } from '../core/problem.ts';
import type { Span } from '../core/source.ts';
import { checkKeys, isNothing } from './check.ts';
import type { Context } from './context.ts';
import { withExtension } from './extension.ts';
import { ignoredParts } from './ignored-parts.ts';
import { foreignKey, unknownKey } from './key-problems.ts';
import { devstackKeys, ignoredKeys } from './known-keys.ts';
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
  /** a service of a Compose file that others wait for to end */
  readonly oneShot: boolean;
  /** the unit's key in the file */
  readonly span: Span;
}

const shapes = { service: { ...unitShape, ...serviceShape }, job: { ...unitShape, ...jobShape } } as const;

/** Whether a service of a Compose file is a job is known only when all of them are read. */
const composeShape = { ...shapes.service, ...jobShape };

/** Whether a unit has keys that only jobs have. */
export const hasJobKeys = ({ keys }: UnitDraft): boolean =>
  Object.keys(jobShape).some((key) => keys[key as keyof typeof jobShape] !== undefined);

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
  if (kind === 'service') reportForeign(tree, context);
  const own = kind === 'service' ? withExtension(tree, owner, context) : tree;
  const shape = kind === 'service' && context.dialect === 'compose' ? composeShape : shapes[kind];
  const keys: Keys = checkKeys(shape, own, owner, reject, context.report);
  for (const problem of ignoredParts(own, owner)) context.report(problem);
  return { kind, name, keys, tree: own, readable, oneShot: false, span: key };
}

/** Keys of devstack are no part of a Compose file, whose jobs stand under `x-devstack`. */
function reportForeign({ entries }: MapTree, { dialect, report }: Context): void {
  if (dialect !== 'compose') return;
  for (const [key, entry] of entries) {
    if ((devstackKeys.unit as ReadonlySet<string>).has(key)) report(foreignKey(key, entry.key));
  }
}

function rejectKey(kind: Unit['kind'], owner: string, key: string, span: Span): Problem | undefined {
  // It is still there where it led nowhere, which has been told.
  if (ignoredKeys.unit.has(key) || key === 'extends') return undefined;
  const other = kind === 'job' ? 'service' : 'job';
  if (Object.hasOwn(shapes[other], key)) {
    const message = `"${key}" is for ${other}s only, and ${owner} is a ${kind}`;
    return { severity: 'error', code: 'illegal-key', message, span };
  }
  return key.startsWith('x-') ? undefined : unknownKey(key, span, owner, Object.keys(shapes[kind]));
}
