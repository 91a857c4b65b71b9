import { formatDuration } from '../../core/duration.ts';
import { isFailure, type RunRecord, type UnitRecord } from '../../core/run-record.ts';
import { unitOf } from '../../core/unit-state.ts';
import type { Tone } from '../glyphs.ts';

/** What came of a run in a word or two; `isGoingOn`: whether its process still runs. */
export function outcomeWord({ end }: RunRecord, isGoingOn: boolean): string {
  if (end === undefined) return isGoingOn ? 'goes on' : 'did not end';
  switch (end.outcome) {
    case 'exited':
      return `exited with ${end.exitCode ?? 0}`;
    case 'incomplete':
      return 'not complete';
    case 'ready':
    case 'failed':
    case 'interrupted':
    case 'stopped':
    case 'created':
    case 'detached':
      return end.outcome;
  }
}

/** How the outcome of a run looks. */
export function outcomeTone(record: RunRecord, isGoingOn: boolean): Tone {
  if (record.end === undefined && isGoingOn) return 'busy';
  if (isFailure(record)) return 'bad';
  return record.end?.outcome === 'ready' ? 'good' : 'plain';
}

/** How long it took until everything was ready, or to its end; `-` where that is not known. */
export function tookText({ end }: RunRecord): string {
  return end === undefined ? '-' : formatDuration(end.readyMs ?? end.durationMs);
}

/** The command as it was typed, as far as it is kept: `up api`. */
export const commandText = ({ command, named }: RunRecord): string => [command, ...named].join(' ');

/** The first thing that went wrong, in a sentence; undefined where nothing did. */
export function firstFailure({ end, units }: RunRecord): string | undefined {
  const failed = units
    .filter(({ failure }) => failure !== undefined)
    .toSorted((one, other) => (one.settledMs ?? Infinity) - (other.settledMs ?? Infinity));
  return failed[0]?.failure?.message ?? end?.failure?.message;
}

/** The name that people see: with the index only where a unit has several instances in this run. */
export function labelIn({ units }: RunRecord, { instance }: UnitRecord): string {
  const unit = unitOf(instance);
  return units.filter((one) => unitOf(one.instance) === unit).length > 1 ? instance : unit;
}
