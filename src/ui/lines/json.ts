import type { Event } from '../../core/event.ts';
import type { Face, RunView } from '../../core/run-view.ts';
import { locate, type Span } from '../../core/source.ts';
import { type StageStatus, stageStatus } from '../../core/stage-status.ts';
import type { Hold } from '../../core/unit-state.ts';
import { criticalPath } from '../select/critical-path.ts';
import { failureSections } from '../select/failures.ts';
import { holdingUnits } from '../select/holds.ts';
import { isTeardown } from '../select/progress.ts';
import { timelineRows } from '../select/timeline.ts';
import { stateOf } from '../select/unit-text.ts';

/** Of the lines: goes up where a name changes its meaning or goes away. */
export const lineVersion = 1;

/**
 * NDJSON: one object per line and event, and nothing else.
 *
 *     {"version": 1, "type": "unit.ready", "at": 1760000000000, "project": "shop", "instance": "db#1", …}
 *
 * `type` names the event, `at` is ms since the epoch, `project` the stack. Everything else belongs to the type, as
 * `lineSchema` has it, which `devstack schema events` prints. Durations end in `Ms` and are whole, places in a manifest are
 * `path:line:column`, and the last line is `run.finished`. Fields may be added; a name keeps its meaning.
 */
export function jsonFace({ write }: { readonly write: (text: string) => void }): Face {
  return {
    event(event, view) {
      const { type, at, ...body } = event;
      const line = { version: lineVersion, type, at, project: view.project, ...body, ...knownBeside(event, view) };
      write(`${JSON.stringify(line, written)}\n`);
    },
    close: async () => undefined,
  };
}

/** What a line tells that its event does not hold. */
function knownBeside(event: Event, view: RunView): object {
  switch (event.type) {
    case 'unit.held':
      return { answers: answersOf(view, event.holds, event.at) };
    case 'run.ready':
      return { criticalPath: pathRows(view, event.at) };
    case 'run.finished':
      return {
        stages: stageRows(view),
        timeline: timelineRows(view),
        criticalPath: pathRows(view, event.at),
        blocked: blockedRows(view),
      };
    default:
      return {};
  }
}

/** What the last probes answered of what something waits for, and when the next ones are due. */
function answersOf(view: RunView, holds: readonly Hold[], at: number) {
  return holdingUnits(holds)
    .flatMap((unit) => view.units.get(unit)?.instances ?? [])
    .flatMap((instance) => {
      const state = stateOf(view, instance);
      if (state.phase !== 'probing' || state.lastError === undefined) return [];
      const nextMs = Math.max(0, (state.nextAt ?? at) - at);
      return [{ instance, attempt: state.attempt, error: state.lastError, nextMs }];
    });
}

/** What was not started because of each failure, as in its report. */
const blockedRows = (view: RunView) =>
  failureSections(view).flatMap(({ instance, blocks }) =>
    blocks.map(({ unit, through }) => ({ unit, because: instance, ...(through !== undefined && { through }) })),
  );

/** What decided how long it took until all was ready, or the run ended before; empty where nothing came up. */
const pathRows = (view: RunView, at: number): readonly { readonly unit: string; readonly durationMs: number }[] =>
  isTeardown(view) ? [] : criticalPath(view, view.readyAt ?? at).map(({ unit, ms }) => ({ unit, durationMs: ms }));

const stageRows = (view: RunView): readonly { readonly name: string; readonly status: StageStatus }[] =>
  view.stages.flatMap((stage) => (stage.name === '' ? [] : [{ name: stage.name, status: stageStatus(view, stage) }]));

/** A span carries the whole text of its file, which has no place in a line of events; a clock tells more than anybody asks. */
function written(key: string, value: unknown): unknown {
  if (typeof value === 'number') return key.endsWith('Ms') ? Math.round(value) : value;
  return key === 'span' && value !== null && typeof value === 'object' ? locate(value as Span) : value;
}
