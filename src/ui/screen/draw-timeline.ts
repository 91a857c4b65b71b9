import { formatDuration } from '../../core/duration.ts';
import { unitOf } from '../../core/unit-state.ts';
import { glyphOf } from '../glyphs.ts';
import { criticalPath } from '../select/critical-path.ts';
import { timelineRows } from '../select/timeline.ts';
import { type TreeRow, treeRows } from '../select/tree.ts';
import { isActive, stateOf } from '../select/unit-text.ts';
import { fitted, shortened } from '../width.ts';
import type { Frame } from './frame.ts';
import { subjectOf } from './tree.ts';

const longestName = 24;
const durationWidth = 8;

/** A chart of when each unit was made, started and ready, with the critical path. */
export function timelineLines(frame: Frame): readonly string[] {
  const { view, theme, now, layout, state, tick } = frame;
  const { paint, glyphs } = theme;
  const rows = treeRows(view, now).filter(({ kind }) => kind === 'unit');
  const times = new Map(timelineRows(view).map((row) => [row.instance, row]));
  const width = Math.min(longestName, Math.max(0, ...rows.map(({ name }) => name.length)));
  const room = Math.max(4, layout.columns - width - durationWidth - 9);
  const end = (view.readyAt ?? now) - view.startedAt;
  const span = Math.max(1, end, ...[...times.values()].map(({ settledMs = 0 }) => settledMs));
  const column = (ms: number): number => Math.max(0, Math.min(room, Math.round((ms / span) * room)));
  const critical = new Set(criticalPath(view, view.readyAt ?? now).map(({ unit }) => unit));
  const selected = subjectOf(state, view)?.key;

  const bar = (row: TreeRow): string => {
    if (row.instance === undefined) return '';
    const { createdMs, startedMs, settledMs } = times.get(row.instance) ?? {};
    const isOpen = isActive(stateOf(view, row.instance).phase);
    const begin = createdMs ?? startedMs;
    if (begin === undefined) return ' '.repeat(room);
    const start = startedMs ?? (settledMs === undefined ? undefined : begin);
    const made = column(begin);
    // What starts at the very end is to be seen too.
    const from = start === undefined ? room : Math.min(column(start), room - 1);
    const to = start === undefined ? from : Math.max(from + 1, column(isOpen ? end : (settledMs ?? end)));
    const waiting = glyphs.waiting.repeat(Math.max(0, from - made));
    const working = glyphs.working.repeat(to - from);
    const isCritical = critical.has(unitOf(row.instance));
    const tone = row.look.tone === 'bad' ? 'bad' : isCritical ? 'title' : row.look.tone;
    const text = ' '.repeat(made) + paint('dim', waiting) + (start === undefined ? '' : paint(tone, working));
    return fitted(text, room);
  };

  const line = (row: TreeRow): string => {
    const isCritical = row.instance !== undefined && critical.has(unitOf(row.instance));
    const mark = row.key === selected ? paint('title', glyphs.selected) : isCritical ? glyphs.critical : ' ';
    const sign = paint(row.look.tone, glyphOf(row.look, glyphs, tick));
    const name = theme.paintUnit(row.name, shortened(row.name, width, glyphs.ellipsis).padEnd(width));
    return ` ${mark} ${sign} ${name}  ${bar(row)} ${paint('dim', row.duration.padStart(durationWidth - 1))}`;
  };
  const scale = `${' '.repeat(width + 7)}0${formatDuration(span).padStart(room - 1)}`;
  const legend = `${glyphs.waiting} made, waits   ${glyphs.working} starts   ${glyphs.critical} critical path`;
  return [` ${paint('title', 'TIMELINE')}  ${paint('dim', legend)}`, paint('dim', scale), ...rows.map(line)];
}
