import type { RunView } from '../../core/run-view.ts';
import { type Condition, type Hold, type InstanceId, unitsBehind } from '../../core/unit-state.ts';
import { instancesOf, labelOf, restartsText, stateOf } from './unit-text.ts';
import { hookText, imageText, nextText } from './waits.ts';

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

function progressOf(view: RunView, instance: InstanceId, now: number | undefined): string {
  const state = stateOf(view, instance);
  switch (state.phase) {
    case 'pending':
      return isImage(state.preparation) ? imageText(view, instance, state.preparation) : '';
    case 'starting':
      if (state.hook) return hookText(state.hook);
      return state.image === undefined ? '' : imageText(view, instance, state.image);
    case 'probing':
      if (state.lastError === undefined) return '';
      return `${ordinal(state.attempt)} probe: ${state.lastError}${nextText(state.nextAt, now)}`;
    case 'running':
      return state.attempt > 1 ? `${ordinal(state.attempt)} attempt` : '';
    case 'failed':
      return 'but it failed';
    case 'stopped':
    case 'stopping':
      return 'but it was stopped';
    case 'canceled':
      return 'but it was not started';
    case 'ready':
    case 'completed':
      return '';
  }
}

const isImage = (preparation: string): preparation is 'pulling' | 'building' =>
  preparation === 'pulling' || preparation === 'building';

/** How far one of its instances is from what is waited for; empty where nothing can be told of it. */
function progressTexts(view: RunView, unit: string, now: number | undefined): string {
  const instances = view.units.get(unit)?.instances ?? [];
  const told = instances.map((instance) =>
    [restartsText(view, instance), progressOf(view, instance, now)].filter((text) => text !== '').join(', '),
  );
  const first = told.find((text) => text !== '');
  return first === undefined ? '' : `, ${first}`;
}

/** What a stage waits for, each with how far it is: `db, 3rd probe: connection refused; cache`. */
function stageProgress(view: RunView, units: readonly string[], now: number | undefined): string {
  const told = units.map((unit) => progressTexts(view, unit, now));
  const isBare = told.every((text) => text === '');
  return units.map((unit, at) => `${unit}${told[at]}`).join(isBare ? ', ' : '; ');
}

function holdText(view: RunView, hold: Hold, now: number | undefined): string {
  switch (hold.kind) {
    case 'dependency':
      return `${hold.unit} (${wanted[hold.condition]}${progressTexts(view, hold.unit, now)})`;
    case 'stage':
      return hold.waitingFor.length === 0
        ? `stage ${hold.stage}`
        : `stage ${hold.stage} (${stageProgress(view, hold.waitingFor, now)})`;
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

/**
 * Why an instance does not start, such as `waits for migrate (exit 0) and db (ready, 3rd probe: connection refused, next
 * in 0.4s)`; undefined where nothing holds. Without `now` (ms since the epoch) nothing is told of what comes next.
 */
export function waitReason(view: RunView, holds: readonly Hold[], now: number | undefined): string | undefined {
  if (holds.length === 0) return undefined;
  return `waits for ${listOf(withoutEchoes(holds).map((hold) => holdText(view, hold, now)))}`;
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

/** The units that an instance waits for, each once. */
export const holdingUnits = (holds: readonly Hold[]): readonly string[] => [...new Set(holds.flatMap(unitsBehind))];

/** The instances that wait for a unit, by the names that people see. */
export function waitersFor(view: RunView, unit: string): readonly string[] {
  return instancesOf(view)
    .filter((instance) => holdingUnits(view.holdsOf(instance)).includes(unit))
    .map((instance) => labelOf(view, instance));
}

/** The names that an instance waits for, for where there is room for names only. */
export function heldBy(holds: readonly Hold[]): readonly string[] {
  return [...new Set(holds.flatMap(namesOf))];
}
