import { formatDuration } from '../core/duration.ts';
import type { RunView } from '../core/run-view.ts';
import { glyphOf } from './glyphs.ts';
import { timelineRows } from './select/timeline.ts';
import { type TreeRow, treeRows } from './select/tree.ts';
import type { Theme } from './theme.ts';

/**
 * When each unit was created, started and ready, from the beginning of the run, and how long its own part took, as lines.
 * `now`: what is under way is timed until then, in ms since the epoch.
 */
export function durationTable(
  view: RunView,
  theme: Theme,
  { now, mostRows = Number.POSITIVE_INFINITY }: { readonly now: number; readonly mostRows?: number },
): readonly string[] {
  const rows = treeRows(view, view.readyAt ?? now).filter((row) => row.kind === 'unit');
  const shown = rows.slice(0, mostRows);
  const times = new Map(timelineRows(view).map((row) => [row.instance, row]));
  const nameWidth = Math.max(0, ...shown.map((row) => row.name.length));
  const detailWidth = Math.max(0, ...shown.map((row) => row.detail.length));
  const line = ({ instance, look, name, detail, duration }: TreeRow): string => {
    const sign = theme.paint(look.tone, glyphOf(look, theme.glyphs));
    const label = theme.paintUnit(name, name.padEnd(nameWidth));
    const { createdMs, startedMs, settledMs } = (instance && times.get(instance)) ?? {};
    const steps = [createdMs, startedMs, settledMs].map((ms) => inColumn(ms === undefined ? '-' : formatDuration(ms)));
    const words = theme.paint('dim', `${detail.padEnd(detailWidth)}${steps.join('')}`);
    return `  ${sign} ${label}  ${words}${inColumn(duration)}`;
  };
  const heading = ['created', 'started', 'ready', 'took'].map(inColumn).join('');
  const hidden = rows.length - shown.length;
  return [
    theme.paint('dim', `${' '.repeat(nameWidth + detailWidth + 6)}${heading}`),
    ...shown.map(line),
    ...(hidden === 0 ? [] : [theme.paint('dim', `  … and ${hidden} more`)]),
  ];
}

const inColumn = (text: string): string => text.padStart(9);
