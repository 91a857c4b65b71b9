import { didYouMean } from '../core/suggest.ts';
import type { Context } from './context.ts';
import { spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** Services whose data a job's memory is tied to; undefined where it does not say. What is no service is reported and left out. */
export function toState(
  job: UnitDraft,
  units: ReadonlyMap<string, UnitDraft>,
  { report }: Context,
): readonly string[] | undefined {
  return job.keys.state?.filter((name, index) => {
    const kind = units.get(name)?.kind;
    if (kind === 'service') return true;
    const span = spanAt(job.tree, 'state', index);
    const message = `${describe(job)} works on the data of "${name}", which`;
    if (kind === 'job') {
      const hint = 'name the service that keeps the data';
      report({ severity: 'error', code: 'illegal-key', message: `${message} is a job: it keeps none`, span, hint });
    } else {
      const hint = didYouMean(name, units.keys()) ?? 'name a service of this file';
      report({ severity: 'error', code: 'unknown-dependency', message: `${message} does not exist`, span, hint });
    }
    return false;
  });
}
