import type { Face, RunView } from '../../core/run-view.ts';
import { locate, type Span } from '../../core/source.ts';
import { type StageStatus, stageStatus } from '../../core/stage-status.ts';
import { criticalPath } from '../select/critical-path.ts';
import { isTeardown } from '../select/progress.ts';
import { timelineRows } from '../select/timeline.ts';

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
    event({ type, at, ...body }, view) {
      const timeline = type === 'run.finished' && { stages: stageRows(view), timeline: timelineRows(view) };
      const path = (type === 'run.finished' || type === 'run.ready') && { criticalPath: pathRows(view, at) };
      write(
        `${JSON.stringify({ version: lineVersion, type, at, project: view.project, ...body, ...timeline, ...path }, written)}\n`,
      );
    },
    close: async () => undefined,
  };
}

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
