import type { Outcome } from '../core/event.ts';
import { evidenceLines } from '../core/evidence-lines.ts';
import { type Failure, DevstackError as Inner } from '../core/failure.ts';
import type { Problem } from '../core/problem.ts';
import { formatProblems } from '../core/problem-report.ts';
import { positionOf } from '../core/source.ts';
import { unitOf } from '../core/unit-state.ts';
import {
  DevstackError,
  type Diagnostic,
  EngineError,
  ManifestError,
  StackError,
  TeardownError,
  type UnitFailure,
  UsageError,
} from './errors.ts';

type Failures = Extract<Outcome, { kind: 'failed' }>['failures'];

/** Does something whose failures are told in the errors of the library; what `signal` has ended, with its reason. */
export async function translated<Value>(act: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
  try {
    return await act();
  } catch (thrown) {
    // To the engine a time limit is the silence of whoever was asked.
    throw signal?.aborted ? signal.reason : publicError(thrown);
  }
}

/** The error of the library that stands for one from inside; what is none of ours stays as it is. */
export function publicError(thrown: unknown): unknown {
  if (!(thrown instanceof Inner)) return thrown;
  const { failure, cause } = thrown;
  const { code, family, hint, problems = [] } = failure;
  const facts = { code, hint, cause };
  const message = reportOf(failure);
  switch (family) {
    case 'usage':
      return new UsageError(message, facts);
    case 'manifest':
      return new ManifestError(message, { ...facts, diagnostics: problems.map(diagnosticOf) });
    case 'engine':
      return new EngineError(message, facts);
    case 'teardown':
      return new TeardownError(message, facts);
    case 'unit':
    case 'bug':
    case 'interrupted':
      return new DevstackError(message, facts);
  }
}

/** The error for units that have failed. */
export function stackError(failures: Failures): DevstackError {
  const [first, ...others] = failures.map(({ instance, failure }): UnitFailure => {
    const { code, message, hint, evidence } = failure;
    return {
      unit: unitOf(instance),
      instance,
      code,
      message,
      ...(hint !== undefined && { hint }),
      ...(evidence && { evidence }),
    };
  });
  if (first === undefined) return new DevstackError('the stack is not ready, and no unit has failed', { code: 'bug' });
  return new StackError(failures.map(({ failure }) => reportOf(failure)).join('\n'), [first, ...others]);
}

/** All that is known of a failure: a test runner shows the message and nothing else. */
function reportOf({ message, hint, evidence, problems = [] }: Failure): string {
  return [
    message,
    ...(evidence ? evidenceLines(evidence).map((line) => `  ${line}`) : []),
    ...(problems.length === 0 ? [] : [formatProblems(problems, { color: false }).trimEnd()]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join('\n');
}

function diagnosticOf({ severity, code, message, hint, span }: Problem): Diagnostic {
  return {
    severity,
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(span && { place: { file: span.source.path, ...positionOf(span) } }),
  };
}
