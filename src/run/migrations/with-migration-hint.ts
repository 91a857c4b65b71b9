import type { Failure } from '../../core/failure.ts';
import { fail, type Result } from '../../core/result.ts';
import type { MigrationStep } from './migration-step.ts';

/** The end of a job's turn; where it was to take migrations back and did not, that says what it means for the data. */
export function withMigrationHint<Value>(
  end: Result<Value, Failure>,
  step: MigrationStep | undefined,
): Result<Value, Failure> {
  if (end.ok || step?.direction !== 'down') return end;
  const { hint } = end.reason;
  const told =
    'it was taking migrations back: what is applied now is not known, and the next "devstack up" tries again';
  return fail({ ...end.reason, hint: hint === undefined ? told : `${hint}; ${told}` });
}
