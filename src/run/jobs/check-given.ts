import { DevstackError, type Failure } from '../../core/failure.ts';
import { type Outputs, type OutputTrouble, outputTrouble } from '../../plan/environment-of.ts';
import type { PlannedUnit } from '../../plan/plan.ts';
import { unitFailure } from '../evidence.ts';

/** Throws `outputs-missing` or `outputs-collision` where a unit can not be given what jobs have written. */
export function checkGiven(planned: PlannedUnit, outputs: Outputs): void {
  const trouble = outputTrouble(planned, outputs);
  if (trouble !== undefined) throw new DevstackError(failureOf(planned, trouble));
}

function failureOf({ kind, name }: PlannedUnit, trouble: OutputTrouble): Failure {
  switch (trouble.kind) {
    case 'missing': {
      const { job, output, variable } = trouble;
      const message = `${kind} "${name}" needs the output "${output}" of job "${job}" for "${variable}", and the job has not written it`;
      return unitFailure('outputs-missing', message, {}, `see what it has written: devstack job outputs ${job}`);
    }
    case 'collision': {
      const { variable, jobs } = trouble;
      const message = `${kind} "${name}" gets "${variable}" from the jobs "${jobs[0]}" and "${jobs[1]}"`;
      const hint = `say which one is meant: set "${variable}" under aliases or environment of "${name}"`;
      return unitFailure('outputs-collision', message, {}, hint);
    }
    default:
      return trouble satisfies never;
  }
}
