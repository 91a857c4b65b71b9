import { DevstackError, type Failure } from '../../core/failure.ts';
import type { AddressReference } from '../../manifest/references.ts';
import { unknownAddresses } from '../../plan/addresses/put-addresses.ts';
import type { AddressFacts } from '../../plan/addresses/settle-address.ts';
import { type Outputs, type OutputTrouble, outputTrouble } from '../../plan/environment-of.ts';
import type { PlannedUnit } from '../../plan/plan.ts';
import { unitFailure } from '../evidence.ts';

/** Throws `outputs-missing` or `outputs-collision` where a unit can not be given what jobs have written. */
export function checkOutputs(planned: PlannedUnit, outputs: Outputs): void {
  const trouble = outputTrouble(planned, outputs);
  if (trouble !== undefined) throw new DevstackError(failureOf(planned, trouble));
}

/** Throws as `checkOutputs` does, and `address-unknown` where it is not known how a unit reaches a service. */
export function checkGiven(planned: PlannedUnit, outputs: Outputs, addresses: AddressFacts): void {
  checkOutputs(planned, outputs);
  const [unknown] = unknownAddresses(planned, addresses, outputs);
  if (unknown !== undefined) throw new DevstackError(addressFailure(planned, unknown));
}

function addressFailure({ kind, name }: PlannedUnit, { variable, service }: AddressReference): Failure {
  const message = `${kind} "${name}" needs the address of "${service}" for "${variable}", and that can not be reached from it now`;
  return unitFailure('address-unknown', message, {}, `see whether "${service}" runs, with "devstack ps"`);
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
