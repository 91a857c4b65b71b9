import type { RunView } from '../../core/run-view.ts';
import type { Condition, Hold, InstanceId, UnitState } from '../../core/unit-state.ts';
import { labelOf, stateOf } from './unit-text.ts';

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(count: number): string {
  const teen = count % 100 >= 11 && count % 100 <= 13;
  const ending = teen ? undefined : ['th', 'st', 'nd', 'rd'][count % 10];
  return `${count}${ending ?? 'th'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const wanted: Readonly<Record<Condition, string>> = { started: 'started', ready: 'ready', completed: 'exit 0' };

function progressOf(state: UnitState): string {
  switch (state.phase) {
    case 'probing':
      return state.lastError === undefined ? '' : `, ${ordinal(state.attempt)} probe: ${state.lastError}`;
    case 'failed':
      return ', but it failed';
    case 'stopped':
    case 'stopping':
      return ', but it was stopped';
    case 'canceled':
      return ', but it was not started';
    case 'pending':
    case 'starting':
    case 'running':
    case 'ready':
    case 'completed':
      return '';
  }
}

function holdText(view: RunView, hold: Hold): string {
  switch (hold.kind) {
    case 'dependency': {
      const instances = view.units.get(hold.unit)?.instances ?? [];
      const progress = instances.map((instance) => progressOf(stateOf(view, instance))).find((text) => text !== '');
      return `${hold.unit} (${wanted[hold.condition]}${progress ?? ''})`;
    }
    case 'stage':
      return hold.waitingFor.length === 0
        ? `stage ${hold.stage}`
        : `stage ${hold.stage} (${hold.waitingFor.join(', ')})`;
    case 'capacity':
      return 'its turn: enough others are starting';
  }
}

/** Why an instance does not start: `api waits for migrate (exit 0) and db (ready, 3rd probe: connection refused)`. */
export function holdSentence(view: RunView, instance: InstanceId): string | undefined {
  const reason = waitReason(view, view.holdsOf(instance));
  return reason === undefined ? undefined : `${labelOf(view, instance)} ${reason}`;
}

/** The sentence without its subject: `waits for migrate (exit 0)`; undefined where nothing holds. */
export function waitReason(view: RunView, holds: readonly Hold[]): string | undefined {
  if (holds.length === 0) return undefined;
  return `waits for ${listOf(holds.map((hold) => holdText(view, hold)))}`;
}

function namesOf(hold: Hold): readonly string[] {
  switch (hold.kind) {
    case 'dependency':
      return [hold.unit];
    case 'stage':
      return hold.waitingFor.length === 0 ? [hold.stage] : hold.waitingFor;
    case 'capacity':
      return ['its turn'];
  }
}

/** The names that an instance waits for, for where there is room for names only. */
export function heldBy(holds: readonly Hold[]): readonly string[] {
  return [...new Set(holds.flatMap(namesOf))];
}
