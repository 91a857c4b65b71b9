import type { InstanceId } from '../../core/unit-state.ts';
import { glyphOf } from '../glyphs.ts';
import type { TreeRow } from '../select/tree.ts';
import { fitted, shortened, widthOf } from '../width.ts';
import type { Frame } from './frame.ts';
import { offsetFor } from './layout.ts';
import { namesWidth, subjectOf, visibleRows } from './tree.ts';

const durationWidth = 7;
const longestName = 18;
const longestRoomyName = 30;
const roomyWidth = 60;
const leastName = 8;
/** enough for what most rows say: `starting`, `:5432`, `exit 0` */
const leastDetail = 8;

const usageWidth = 9;
const shortestBar = 6;
const longestBar = 20;

/** What a unit uses: beside its timer, instead of it where there is little room, or not at all. */
type Usage = 'none' | 'instead' | 'beside';

const lastWidths: Readonly<Record<Usage, number>> = {
  none: durationWidth,
  instead: usageWidth + 1,
  beside: durationWidth + usageWidth + 1,
};

/** Columns of a row besides its name, what it says, and its last ones: signs and blanks. */
const signsWidth = 8;

/** Columns that a tree takes whose names are to be seen with all that stands beside them in a narrow one. */
export const treeWidthFor = (names: number): number =>
  Math.min(longestName, names) + signsWidth + leastDetail + lastWidths.instead;

function nameText(row: TreeRow, width: number, isSelected: boolean, { theme, tick, state }: Frame): string {
  const { glyphs, paint } = theme;
  const sign = paint(row.look.tone, glyphOf(row.look, glyphs, tick));
  const marker = isSelected ? paint('title', glyphs.selected) : ' ';
  if (row.kind === 'stage') {
    const isClosed = state.folded.has(row.key.slice('stage '.length));
    const arrow = isSelected ? marker : paint('dim', isClosed ? glyphs.closed : glyphs.stage);
    return `${arrow} ${paint(isSelected ? 'title' : 'strong', fitted(row.name, width + 4, glyphs.ellipsis))} ${sign}`;
  }
  const name = shortened(row.name, width, glyphs.ellipsis).padEnd(width);
  return `  ${marker} ${sign} ${isSelected ? paint('strong', name) : theme.paintUnit(row.name, name)}`;
}

/** A name, what is going on, and for how long; the middle gives way where there is little room. */
function rowLine(row: TreeRow, nameWidth: number, isSelected: boolean, frame: Frame): string {
  const { theme, layout } = frame;
  const { ellipsis } = theme.glyphs;
  const usage = usageOf(row, frame);
  const width = Math.max(0, layout.treeWidth - nameWidth - signsWidth - lastWidths[usage]);
  const tone = row.look.tone === 'bad' || row.look.tone === 'warn' ? row.look.tone : 'dim';
  const said = row.share === undefined ? row.detail : withBar(row.detail, row.share, width, frame);
  const detail = theme.paint(tone, row.kind === 'stage' ? ` ${said}` : said);
  const name = fitted(nameText(row, nameWidth, isSelected, frame), nameWidth + signsWidth, ellipsis);
  const shown = `${name}${fitted(detail, width, ellipsis)}${lastColumns(row, usage, frame)} `;
  return fitted(shown, layout.treeWidth, ellipsis);
}

/** What is said, and in the room that is left, if it is enough to tell anything, how far it has come. */
function withBar(detail: string, share: number, width: number, { theme: { glyphs } }: Frame): string {
  const room = Math.min(longestBar, width - widthOf(detail) - 2);
  if (room < shortestBar) return detail;
  const done = Math.round(share * room);
  return `${detail} ${glyphs.working.repeat(done)}${glyphs.waiting.repeat(room - done)}`;
}

const isRoomy = ({ layout }: Frame): boolean => layout.treeWidth >= roomyWidth;

/** What it uses, of one that runs and was asked. */
function usedBy({ instance }: TreeRow, { view, meter }: Frame): string | undefined {
  const phase = instance === undefined ? undefined : view.states.get(instance)?.phase;
  return instance !== undefined && (phase === 'ready' || phase === 'running') ? meter.textOf(instance) : undefined;
}

function usageOf(row: TreeRow, frame: Frame): Usage {
  if (usedBy(row, frame) === undefined) return 'none';
  return isRoomy(frame) ? 'beside' : 'instead';
}

function lastColumns(row: TreeRow, usage: Usage, frame: Frame): string {
  const paint = (text: string): string => frame.theme.paint(row.kind === 'stage' ? 'plain' : 'dim', text);
  const duration = row.duration.padStart(durationWidth - 1);
  const used = (usedBy(row, frame) ?? '').padStart(usageWidth);
  switch (usage) {
    case 'none':
      return paint(duration);
    case 'instead':
      return paint(used);
    case 'beside':
      return paint(`${used} ${duration}`);
  }
}

/** The rows that are seen, and which of them is selected. */
function shownRows({ view, state, layout, now }: Frame): {
  readonly shown: readonly TreeRow[];
  readonly selected: string | undefined;
} {
  const all = visibleRows(state, view, now);
  const selected = subjectOf(state, view)?.key;
  const index = all.findIndex((row) => row.key === selected);
  const offset = offsetFor(all.length, index, layout.bodyHeight);
  return { shown: all.slice(offset, offset + layout.bodyHeight), selected };
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

/** Columns of the names: the same whatever is known of the units by now, so that nothing jumps. */
function nameWidthOf(frame: Frame): number {
  const { layout, view } = frame;
  const left = layout.treeWidth - signsWidth;
  const last = lastWidths[isRoomy(frame) ? 'beside' : 'instead'];
  const most = isRoomy(frame) ? longestRoomyName : longestName;
  const longest = Math.min(most, Math.max(leastName, left - last - leastDetail), Math.max(0, left - durationWidth));
  return Math.min(longest, namesWidth(view));
}

/** Stages and their units, each with its state, its timer or what it uses, and the reason of its wait. */
export function treeLines(frame: Frame): readonly string[] {
  const { shown, selected } = shownRows(frame);
  const nameWidth = nameWidthOf(frame);
  return shown.map((row) => rowLine(row, nameWidth, row.key === selected, frame));
}
