import { formatDuration } from '../../core/duration.ts';
import type { RunView } from '../../core/run-view.ts';
import { sinceText } from '../../core/since-text.ts';
import type { InstanceId, ReadyBy, UnitState } from '../../core/unit-state.ts';
import { waitReason } from './holds.ts';
import { isTeardown } from './progress.ts';
import { addressesOf, labelOf, restartsText, stateOf } from './unit-text.ts';
import { hookText, imageText, nextText } from './waits.ts';

/** One sentence about an instance: what it waits for and why, how it became ready, where it can be reached. */
export function statusText(view: RunView, instance: InstanceId, now: number): string {
  const label = labelOf(view, instance);
  const state = stateOf(view, instance);
  switch (state.phase) {
    case 'pending':
      return `${label} ${pendingText(view, instance, state, now)}`;
    case 'starting':
      if (state.hook) return `${label} ${hookText(state.hook)}`;
      return state.image === undefined
        ? `${label} is starting`
        : `${label} waits: ${imageText(view, instance, state.image)}`;
    case 'probing':
      return `${label} waits: ${shortened(state.probe)}${probeText(state, now)}`;
    case 'running':
      if (state.event) return `${label} runs its ${state.event} event, attempt ${state.attempt}`;
      return `${label} runs, attempt ${state.attempt}; others wait for it to exit with 0`;
    case 'ready':
      return readyText(view, instance, state, now);
    case 'completed':
      if (state.tolerated) return `${label} failed, which is allowed: ${state.tolerated.message}`;
      return state.by === 'replay'
        ? `${label} is cached: nothing that it depends on changed${outputText(state.outputs)}`
        : `${label} exited with 0 after ${formatDuration(state.durationMs)}${outputText(state.outputs)}`;
    case 'stopping':
      return `${label} is stopping: ${state.reason}`;
    case 'stopped':
      return `${label} is stopped: ${state.reason}`;
    case 'failed':
      return `${label} failed: ${state.failure.message}`;
    case 'canceled':
      return `${label} was not started: ${state.because}`;
  }
}

function pendingText(
  view: RunView,
  instance: InstanceId,
  state: UnitState & { phase: 'pending' },
  now: number,
): string {
  const reason = waitReason(view, view.holdsOf(instance), now);
  const { preparation } = state;
  const isImage = preparation === 'pulling' || preparation === 'building';
  const preparing = isImage ? imageText(view, instance, preparation) : '';
  if (reason !== undefined) return preparing === '' ? reason : `${reason}; ${preparing}`;
  if (preparing === '' && view.command === 'attach') return 'is looked for';
  if (isTeardown(view)) return 'goes when all that needs it has stopped';
  return preparing === '' ? 'is about to start' : `waits: ${preparing}`;
}

const longestProbe = 32;

/** What a probe answers, and where the unit is, are worth more of the line than what was asked. */
function shortened(probe: string): string {
  if (probe.length <= longestProbe) return probe;
  const end = probe.startsWith('"') ? '…"' : '…';
  return probe.slice(0, longestProbe - end.length) + end;
}

function probeText(state: UnitState & { phase: 'probing' }, now: number): string {
  if (state.lastError === undefined) return '';
  return ` → ${state.lastError} (try ${state.attempt}${nextText(state.nextAt, now)})`;
}

function readyWord(by: ReadyBy): string {
  switch (by.kind) {
    case 'probe':
      return `${by.probe}, try ${by.attempts}`;
    case 'running':
      return 'it runs';
    case 'kept':
      return 'as before';
  }
}

/** Where it can be reached, since when, and how it became ready: what is most asked for first, as lines are cut. */
function readyText(view: RunView, instance: InstanceId, state: UnitState & { phase: 'ready' }, now: number): string {
  const after = state.by.kind === 'kept' ? '' : ` after ${formatDuration(state.since - state.startedAt)}`;
  return [
    `${labelOf(view, instance)} is ready${after}`,
    ...addressesOf(view, instance),
    `up since ${sinceText(state.startedAt, now)}`,
    readyWord(state.by),
    restartsText(view, instance),
  ]
    .filter((part) => part !== '')
    .join('   ');
}

const outputText = (outputs: readonly string[]): string =>
  outputs.length === 0 ? '' : `   outputs: ${outputs.join(', ')}`;
