import { unitOf } from '../../core/unit-state.ts';
import { glyphOf, type Tone } from '../glyphs.ts';
import { criticalPath } from '../select/critical-path.ts';
import { treeRows } from '../select/tree.ts';
import type { Frame } from './frame.ts';
import { subjectOf } from './tree.ts';

/** Units that a unit needs, directly or not (`needs`), or that need it. */
function reach(start: string, next: (unit: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set([start]);
  // A Set hands out what is added to it on the way, so it is its own queue.
  for (const unit of reached) for (const other of next(unit)) reached.add(other);
  reached.delete(start);
  return reached;
}

/** Who waits for whom: each unit with what it needs and what needs it; what has to do with the selected one stands out. */
export function graphLines(frame: Frame): readonly string[] {
  const { view, theme, now, state, tick } = frame;
  const { paint, glyphs } = theme;
  const needsOf = (unit: string): readonly string[] => view.units.get(unit)?.needs ?? [];
  const neededBy = (unit: string): readonly string[] =>
    [...view.units.values()].filter(({ needs }) => needs.includes(unit)).map((each) => each.unit);
  const subject = subjectOf(state, view);
  const chosen = subject?.kind === 'unit' ? unitOf(subject.instance) : undefined;
  const before = chosen === undefined ? new Set<string>() : reach(chosen, needsOf);
  const after = chosen === undefined ? new Set<string>() : reach(chosen, neededBy);
  const critical = new Set(criticalPath(view, view.readyAt ?? now).map(({ unit }) => unit));
  const toneOf = (unit: string): Tone =>
    unit === chosen ? 'title' : before.has(unit) ? 'warn' : after.has(unit) ? 'busy' : 'plain';
  const list = (units: readonly string[]): string => units.map((unit) => paint(toneOf(unit), unit)).join(' ');
  const rows = treeRows(view, now);
  const width = Math.max(0, ...[...view.units.keys()].map((unit) => unit.length));
  const needsWidth = Math.max(0, ...[...view.units.values()].map(({ needs }) => needs.join(' ').length));
  const seen = new Set<string>();
  const lines = rows.flatMap((row) => {
    if (row.instance === undefined) return [` ${paint('dim', glyphs.stage)} ${paint('strong', row.name)}`];
    const unit = unitOf(row.instance);
    if (seen.has(unit)) return [];
    seen.add(unit);
    const needs = needsOf(unit);
    const needers = neededBy(unit);
    const sign = paint(row.look.tone, glyphOf(row.look, glyphs, tick));
    const mark = unit === chosen ? paint('title', glyphs.selected) : critical.has(unit) ? glyphs.critical : ' ';
    const blank = ' '.repeat(needsWidth - needs.join(' ').length);
    const back = needs.length === 0 ? '  ' : `${paint('dim', glyphs.waitsFor)} `;
    const on = needers.length === 0 ? '' : `${paint('dim', glyphs.arrow)} ${list(needers)}`;
    return [`  ${mark} ${sign} ${paint(toneOf(unit), unit.padEnd(width))}  ${back}${list(needs)}${blank}  ${on}`];
  });
  const legend = `${glyphs.waitsFor} waits for   ${glyphs.arrow} others wait for it   ${glyphs.critical} critical path`;
  return [` ${paint('title', 'GRAPH')}  ${paint('dim', legend)}`, ...lines];
}
