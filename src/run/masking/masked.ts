import type { EventBody, Outcome } from '../../core/event.ts';
import type { Failure } from '../../core/failure.ts';
import type { UnitState } from '../../core/unit-state.ts';

type Mask = (text: string) => string;

/** An event without sensitive values: wherever a text comes from a unit or from the engine, they may stand in it. */
export function maskedEvent(event: EventBody, mask: Mask): EventBody {
  switch (event.type) {
    case 'log':
      return { ...event, line: mask(event.line) };
    case 'stage.failed':
    case 'stage.canceled':
      return { ...event, reason: mask(event.reason) };
    case 'unit.probe':
      return { ...event, error: mask(event.error) };
    case 'unit.failed':
    case 'unit.event-failed':
    case 'unit.retrying':
      return { ...event, failure: maskedFailure(event.failure, mask) };
    case 'unit.completed':
    case 'unit.event-completed':
      return event.tolerated ? { ...event, tolerated: maskedFailure(event.tolerated, mask) } : event;
    case 'image.building':
      return { ...event, step: mask(event.step) };
    case 'warning':
      return { ...event, message: mask(event.message), ...maskedHint(event, mask) };
    case 'run.finished':
      return { ...event, outcome: maskedOutcome(event.outcome, mask) };
    default:
      return event;
  }
}

/** What is kept of a unit, without values that have become known as sensitive since; the same where nothing changes. */
export function maskedState(state: UnitState, mask: Mask): UnitState {
  switch (state.phase) {
    case 'probing':
      return state.lastError === undefined ? state : { ...state, lastError: mask(state.lastError) };
    case 'failed':
      return { ...state, failure: maskedFailure(state.failure, mask) };
    case 'completed':
      return state.tolerated === undefined ? state : { ...state, tolerated: maskedFailure(state.tolerated, mask) };
    default:
      return state;
  }
}

function maskedOutcome(outcome: Outcome, mask: Mask): Outcome {
  if (outcome.kind !== 'failed') return outcome;
  const failures = outcome.failures.map((one) => ({ ...one, failure: maskedFailure(one.failure, mask) }));
  return { ...outcome, failures };
}

/** A failure without sensitive values: they may stand in its sentences and in its evidence. */
export function maskedFailure(failure: Failure, mask: Mask): Failure {
  const { evidence, message } = failure;
  const told = { ...failure, message: mask(message), ...maskedHint(failure, mask) };
  if (evidence === undefined) return told;
  const logs = evidence.logs === undefined ? {} : { logs: evidence.logs.map(mask) };
  const probe = evidence.probe === undefined ? {} : { probe: mask(evidence.probe) };
  return { ...told, evidence: { ...evidence, ...logs, ...probe } };
}

const maskedHint = ({ hint }: { readonly hint?: string }, mask: Mask): { readonly hint?: string } =>
  hint === undefined ? {} : { hint: mask(hint) };
