import { didYouMean } from '../core/suggest.ts';
import type { Context } from './context.ts';
import { spanOfVariable, toVariables } from './environment.ts';
import { type OutputReference, referencesIn } from './references.ts';
import type { Checked, manifestShape } from './schema.ts';
import type { TestSettings } from './test-model.ts';
import { at, type MapTree, spanAt } from './tree.ts';
import type { UnitDraft } from './unit-draft.ts';

/** What the file says under `test`; units that are not there, and outputs that tests can not have, are reported. */
export function readTest(
  test: Checked<typeof manifestShape>['test'],
  root: MapTree,
  units: ReadonlyMap<string, UnitDraft>,
  context: Context,
): TestSettings {
  const tree = at(root, 'test');
  if (test === undefined || tree?.kind !== 'map') {
    return { environment: new Map(), references: [], addresses: [], reset: 'none' };
  }
  const { services, reset = 'none' } = test;
  for (const [index, name] of (services ?? []).entries()) {
    if (units.has(name)) continue;
    const message = `"services" of "test" names "${name}", which does not exist`;
    const hint = didYouMean(name, units.keys());
    const span = spanAt(tree, 'services', index);
    context.report({ severity: 'error', code: 'unknown-dependency', message, span, ...(hint && { hint }) });
  }
  const environment = toVariables(tree, 'environment', context);
  const { references, addresses } = referencesIn(environment, (variable) =>
    spanOfVariable(tree, 'environment', variable),
  );
  for (const reference of references) checkReference(reference, units, context);
  return { environment, references, addresses, ...(services && { services }), reset };
}

function checkReference(
  { job: name, variable, span }: OutputReference,
  units: ReadonlyMap<string, UnitDraft>,
  { report }: Context,
): void {
  const job = units.get(name);
  if (job?.kind === 'job') return;
  const jobs = [...units.values()].filter(({ kind }) => kind === 'job').map((unit) => unit.name);
  const why = job === undefined ? 'which does not exist' : 'which is a service: only jobs have outputs';
  const hint = didYouMean(name, jobs);
  const message = `"${variable}" of "test" refers to an output of "${name}", ${why}`;
  report({ severity: 'error', code: 'unknown-dependency', message, span, ...(hint && { hint }) });
}
