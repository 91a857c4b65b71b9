import type { InstanceId } from '../../core/unit-state.ts';
import { glyphOf } from '../glyphs.ts';
import type { TreeRow } from '../select/tree.ts';
import { fitted, widthOf } from '../width.ts';
import type { Frame } from './frame.ts';
import { offsetFor } from './layout.ts';
import { subjectOf, visibleRows } from './tree.ts';

const durationWidth = 7;
const longestName = 18;
const longestRoomyName = 30;
const roomyWidth = 60;
const leastRoomyDetail = 10;

const usageWidth = 9;
const shortestBar = 6;
const longestBar = 20;

interface Columns {
  readonly name: number;
  readonly detail: number;
  /** what units use: beside the timers, instead of them where there is little room, or not at all */
  readonly usage: 'none' | 'instead' | 'beside';
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
  const said = row.share === undefined ? row.detail : withBar(row.detail, row.share, columns.detail, frame);
  const detail = theme.paint(tone, row.kind === 'stage' ? ` ${said}` : said);
  const name = fitted(nameText(row, columns.name, isSelected, frame), columns.name + 8, ellipsis);
  const shown = `${name}${fitted(detail, columns.detail, ellipsis)}${lastColumns(row, columns, frame)} `;
  return fitted(shown, layout.treeWidth, ellipsis);
}

/** What is said, and in the room that is left, if it is enough to tell anything, how far it has come. */
function withBar(detail: string, share: number, width: number, { theme: { glyphs } }: Frame): string {
  const room = Math.min(longestBar, width - widthOf(detail) - 2);
  if (room < shortestBar) return detail;
  const done = Math.round(share * room);
  return `${detail} ${glyphs.working.repeat(done)}${glyphs.waiting.repeat(room - done)}`;
}

function lastColumns(row: TreeRow, { usage }: Columns, { theme, meter }: Frame): string {
  const paint = (text: string): string => theme.paint(row.kind === 'stage' ? 'plain' : 'dim', text);
  const duration = row.duration.padStart(durationWidth - 1);
  const used = row.instance === undefined ? undefined : meter.textOf(row.instance);
  switch (usage) {
    case 'none':
      return paint(duration);
    case 'instead':
      return paint((used ?? row.duration).padStart(usageWidth));
    case 'beside':
      return paint(`${(used ?? '').padStart(usageWidth)} ${duration}`);
  }
}

/** The rows that are seen, and which of them is selected. */
function shownRows({ view, state, layout, now }: Frame): {
  readonly all: readonly TreeRow[];
  readonly shown: readonly TreeRow[];
  readonly selected: string | undefined;
} {
  const all = visibleRows(state, view, now);
  const selected = subjectOf(state, view)?.key;
  const index = all.findIndex((row) => row.key === selected);
  const offset = offsetFor(all.length, index, layout.bodyHeight);
  return { all, shown: all.slice(offset, offset + layout.bodyHeight), selected };
}

/** Those that run, and whose rows are seen. */
export function meteredInstances(frame: Frame): readonly InstanceId[] {
  const { view, state, layout } = frame;
  if (layout.treeWidth === 0 || state.overlay !== 'none') return [];
  return shownRows(frame).shown.flatMap(({ instance }) => {
    const phase = instance === undefined ? undefined : view.states.get(instance)?.phase;
    return instance !== undefined && (phase === 'ready' || phase === 'running') ? [instance] : [];
  });
}

/** Stages and their units, each with its state, its timer or what it uses, and the reason of its wait. */
export function treeLines(frame: Frame): readonly string[] {
  const { layout, meter } = frame;
  const { all, shown, selected } = shownRows(frame);
  const names = all.map(({ name, kind }) => (kind === 'unit' ? name.length : name.length - 4));
  const isRoomy = layout.treeWidth >= roomyWidth;
  const isMetered = shown.some(({ instance }) => instance !== undefined && meter.textOf(instance) !== undefined);
  const usage = isMetered ? (isRoomy ? 'beside' : 'instead') : 'none';
  const last = { none: durationWidth, instead: usageWidth + 1, beside: durationWidth + usageWidth + 1 }[usage];
  const left = Math.max(0, layout.treeWidth - 8 - last);
  const longest = isRoomy ? Math.min(longestRoomyName, left - leastRoomyDetail) : Math.min(longestName, left);
  const name = Math.min(longest, Math.max(0, ...names));
  const columns = { name, detail: Math.max(0, layout.treeWidth - name - 8 - last), usage } as const;
  return shown.map((row) => rowLine(row, columns, row.key === selected, frame));
}
