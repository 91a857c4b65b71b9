import type { RunView } from '../../core/run-view.ts';
import type { Condition, Hold, UnitState } from '../../core/unit-state.ts';
import { stateOf } from './unit-text.ts';

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(count: number): string {
  const teen = count % 100 >= 11 && count % 100 <= 13;
  const ending = teen ? undefined : ['th', 'st', 'nd', 'rd'][count % 10];
  return `${count}${ending ?? 'th'}`;
}

/** `a`, `a and b`, `a, b and c`. */
function listOf(words: readonly string[]): string {
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
    case 'data':
      return `${hold.unit}, which works on the same data`;
    case 'capacity':
      return 'its turn: enough others are starting';
  }
}

/** A stage that waits for nothing but units that are named anyway says nothing new. */
function withoutEchoes(holds: readonly Hold[]): readonly Hold[] {
  const named = new Set(holds.flatMap((hold) => (hold.kind === 'dependency' ? [hold.unit] : [])));
  return holds.filter((hold) => {
    const isEcho =
      hold.kind === 'stage' && hold.waitingFor.length > 0 && hold.waitingFor.every((unit) => named.has(unit));
    return !isEcho;
  });
}

/** Why an instance does not start: `waits for migrate (exit 0) and db (ready, 3rd probe: connection refused)`; undefined where nothing holds. */
export function waitReason(view: RunView, holds: readonly Hold[]): string | undefined {
  if (holds.length === 0) return undefined;
  return `waits for ${listOf(withoutEchoes(holds).map((hold) => holdText(view, hold)))}`;
}

function namesOf(hold: Hold): readonly string[] {
  switch (hold.kind) {
    case 'dependency':
    case 'data':
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
