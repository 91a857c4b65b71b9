import type { Evidence, Failure, FailureCode } from '../core/failure.ts';
import type { UnitState } from '../core/unit-state.ts';
import type { Engine, Exit } from '../engine/engine.ts';
import type { Cause } from './news.ts';

/** Log lines that go into a failure report. */
const shownLines = 20;

/** Longest that gathering evidence may hold up a report, ms: a busy machine stands still for seconds. */
const patience = 10_000;

/** The last lines of a container; empty when they can not be had. */
export async function lastLines(engine: Engine, handle: string): Promise<readonly string[]> {
  const lines: string[] = [];
  try {
    const options = { follow: false, tail: shownLines };
    for await (const { line } of engine.logs(handle, options, AbortSignal.timeout(patience))) lines.push(line);
  } catch {
    // A report without log lines is better than none.
  }
  return lines.slice(-shownLines);
}

/** A failure of a unit. */
export function unitFailure(code: FailureCode, message: string, evidence: Evidence = {}, hint?: string): Failure {
  return { code, family: 'unit', message, evidence, ...(hint === undefined ? {} : { hint }) };
}

/** What the last probe of a unit was answered, where it is being asked still. */
export const probeEvidence = (state: UnitState | undefined): Evidence =>
  state?.phase === 'probing' && state.lastError !== undefined ? { probe: state.lastError } : {};

/** What an exit says beyond its number; `cause`: what else is known of it. */
export function exitHint({ exitCode, oomKilled }: Exit, cause?: Cause): string | undefined {
  if (oomKilled) return 'it ran out of memory: give it more, or let it use less';
  if (exitCode === 125 || exitCode === 126) {
    return 'its command can not be executed: check "command", "entrypoint" and the permissions of the file';
  }
  if (exitCode === 127) return 'its command was not found in the image: check "command" and "entrypoint"';
  if (cause === 'engine-away') {
    return 'the engine went away then, and one that is restarted ends its containers: run "devstack up" again';
  }
  if (cause === 'asked') return 'it was told to stop (SIGTERM), by someone else or as the engine ended';
  if (exitCode === 143) return 'it was told to stop (SIGTERM)';
  return exitCode === 137 ? 'it was killed (SIGKILL)' : undefined;
}
