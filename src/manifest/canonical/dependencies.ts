import { asMap } from '../files/shapes.ts';
import type { Dependency, Unit } from '../model.ts';
import { at, type MapTree, type Plain } from '../tree.ts';
import type { Sayings } from './unit.ts';
import { mapFrom, type PlainMap, type Scope, textOf } from './values.ts';

const conditions = {
  started: 'service_started',
  ready: 'service_healthy',
  completed: 'service_completed_successfully',
} as const satisfies Record<Dependency['condition'], string>;

/** What a unit waits for, in the terms of Compose and, where these do not do, under `x-devstack`. */
interface Dependencies {
  readonly compose: PlainMap | undefined;
  readonly own: { readonly depends_on?: PlainMap };
}

/** Takes apart what a unit depends on: what Compose can say, and the rest. */
export function dependenciesOf(unit: Unit, { own, isJob }: Sayings, scope: Scope): Dependencies {
  // What is not written here need not be waited for.
  const dependsOn = unit.dependsOn.filter((one) => scope.isWritten(one.unit));
  if (isJob) return { compose: mapFrom(dependsOn.map((one) => entryOf(one, one.condition))), own: {} };
  const { dialect } = scope.manifest;
  const shared = dependsOn.filter(({ unit: name }) => scope.isService(name) && !isOnlyOwn(name, own));
  const compose = shared.map((one) =>
    entryOf(one, dialect === 'compose' ? writtenCondition(one, own) : plain(one, scope)),
  );
  if (dialect === 'compose') return { compose: mapFrom(compose), own: {} };
  const beyond = dependsOn.filter((one) => !scope.isService(one.unit) || plain(one, scope) !== one.condition);
  const extra = mapFrom(beyond.map((one) => entryOf(one, one.condition)));
  return { compose: mapFrom(compose), own: extra === undefined ? {} : { depends_on: extra } };
}

const entryOf = ({ unit, restart, required }: Dependency, condition: Dependency['condition']): [string, Plain] => [
  unit,
  { condition: conditions[condition], ...(restart && { restart }), required },
];

/** Other tools wait for health only where there is a healthcheck; they may as well start early. */
function plain({ unit, condition }: Dependency, { manifest }: Scope): Dependency['condition'] {
  const other = manifest.units.get(unit);
  return condition === 'ready' && other?.kind === 'service' && !other.healthcheck ? 'started' : condition;
}

const isOnlyOwn = (name: string, own: MapTree): boolean =>
  namesIn(own, 'x-devstack', 'depends_on').has(name) && !namesIn(own, 'depends_on').has(name);

function namesIn(own: MapTree, ...path: readonly string[]): ReadonlySet<string> {
  const tree = at(own, ...path);
  return new Set(tree === undefined ? [] : asMap(tree).entries.keys());
}

/** `x-devstack` may ask for more than the rest of the file. */
function writtenCondition({ unit, condition }: Dependency, own: MapTree): Dependency['condition'] {
  if (!namesIn(own, 'x-devstack', 'depends_on').has(unit)) return condition;
  const text = textOf(at(own, 'depends_on', unit, 'condition'));
  const known = Object.entries(conditions).find(([, name]) => name === text)?.[0];
  return (known as Dependency['condition'] | undefined) ?? 'started';
}
