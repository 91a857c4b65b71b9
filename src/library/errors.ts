import type { Evidence, FailureCode } from '../core/failure.ts';

/** What is known of any failure. */
interface Facts {
  readonly code: FailureCode;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** Something that devstack has to say. Its message holds all that a person needs; `code` is stable. */
export class DevstackError extends Error {
  override readonly name: string = 'DevstackError';
  readonly code: FailureCode;
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(message: string, { code, hint, cause }: Facts) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}

/** A unit, a port or a stage was named that is not there, or what was asked for can not be. */
export class UsageError extends DevstackError {
  override readonly name = 'UsageError';
}

/** One thing that is wrong, or doubtful, in a manifest. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Where, with line and column from 1; absent where it has no place. */
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}

/** The manifest is not usable; everything that is wrong with it is in `diagnostics`. */
export class ManifestError extends DevstackError {
  override readonly name = 'ManifestError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, facts: Facts & { readonly diagnostics: readonly Diagnostic[] }) {
    super(message, facts);
    this.diagnostics = facts.diagnostics;
  }
}

/** The engine can not be reached, or has refused or lost something. */
export class EngineError extends DevstackError {
  override readonly name = 'EngineError';
}

/** How one unit has failed. */
export interface UnitFailure {
  readonly unit: string;
  /** `name#index` */
  readonly instance: string;
  readonly code: FailureCode;
  readonly message: string;
  readonly hint?: string;
  /** Exit code, last log lines, last answer of the readiness probe: what was seen of it. */
  readonly evidence?: Evidence;
}

/** Units have failed: a job, a readiness that never came, an early exit. */
export class StackError extends DevstackError {
  override readonly name = 'StackError';
  /** The unit that failed first. */
  readonly unit: string;
  /** What was seen of that. */
  readonly evidence: Evidence | undefined;
  /** All that failed, in the order of the plan. */
  readonly failures: readonly [UnitFailure, ...UnitFailure[]];

  constructor(message: string, failures: readonly [UnitFailure, ...UnitFailure[]]) {
    const [{ unit, code, hint, evidence }] = failures;
    super(message, { code, hint });
    this.unit = unit;
    this.evidence = evidence;
    this.failures = failures;
  }
}

/** Something of the stack could not be stopped or removed. */
export class TeardownError extends DevstackError {
  override readonly name = 'TeardownError';
}
