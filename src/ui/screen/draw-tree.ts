import { glyphOf } from '../glyphs.ts';
import type { TreeRow } from '../select/tree.ts';
import { fitted } from '../width.ts';
import type { Frame } from './frame.ts';
import { offsetFor } from './layout.ts';
import { subjectOf, visibleRows } from './tree.ts';

const durationWidth = 7;
const longestName = 18;
const longestRoomyName = 30;
const roomyWidth = 60;

interface Columns {
  readonly name: number;
  readonly detail: number;
}

function nameText(row: TreeRow, width: number, isSelected: boolean, { theme, tick, state }: Frame): string {
  const { glyphs, paint } = theme;
  const sign = paint(row.look.tone, glyphOf(row.look, glyphs, tick));
  const marker = isSelected ? paint('title', glyphs.selected) : ' ';
  if (row.kind === 'stage') {
    const isClosed = state.folded.has(row.key.slice('stage '.length));
    const arrow = isSelected ? marker : paint('dim', isClosed ? glyphs.closed : glyphs.stage);
    return `${arrow} ${paint(isSelected ? 'title' : 'strong', fitted(row.name, width + 4, glyphs.ellipsis))} ${sign}`;
  }
  const name = fitted(row.name, width, glyphs.ellipsis);
  return `  ${marker} ${sign} ${isSelected ? paint('strong', name) : theme.paintUnit(row.name, name)}`;
}

/** A name, what is going on, and for how long; the middle gives way where there is little room. */
function rowLine(row: TreeRow, columns: Columns, isSelected: boolean, frame: Frame): string {
  const { theme, layout } = frame;
  const { ellipsis } = theme.glyphs;
  const tone = row.look.tone === 'bad' || row.look.tone === 'warn' ? row.look.tone : 'dim';
  const detail = theme.paint(tone, row.kind === 'stage' ? ` ${row.detail}` : row.detail);
  const name = fitted(nameText(row, columns.name, isSelected, frame), columns.name + 8, ellipsis);
  const duration = theme.paint(row.kind === 'stage' ? 'plain' : 'dim', row.duration.padStart(durationWidth - 1));
  return fitted(`${name}${fitted(detail, columns.detail, ellipsis)}${duration} `, layout.treeWidth, ellipsis);
}

/** Stages and their units, each with its state, its timer and the reason of its wait. */
export function treeLines(frame: Frame): readonly string[] {
  const { view, state, layout, now } = frame;
  const rows = visibleRows(state, view, now);
  const selected = subjectOf(state, view)?.key;
  const index = rows.findIndex((row) => row.key === selected);
  const offset = offsetFor(rows.length, index, layout.bodyHeight);
  const names = rows.map(({ name, kind }) => (kind === 'unit' ? name.length : name.length - 4));
  const longest = layout.treeWidth >= roomyWidth ? longestRoomyName : longestName;
  const name = Math.min(longest, Math.max(0, ...names), Math.max(0, layout.treeWidth - 8));
  const columns = { name, detail: Math.max(0, layout.treeWidth - name - 8 - durationWidth) };
  return rows
    .slice(offset, offset + layout.bodyHeight)
    .map((row) => rowLine(row, columns, row.key === selected, frame));
}
