import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { glyphOf } from '../glyphs.ts';
import { type TreeRow, treeRows } from '../select/tree.ts';
import type { Frame } from './frame.ts';
import { offsetFor } from './layout.ts';
import { selectedOf } from './screen-state.ts';

const durationWidth = 7;
const longestName = 18;

interface RowProps {
  readonly row: TreeRow;
  readonly nameWidth: number;
  readonly isSelected: boolean;
  readonly frame: Frame;
}

function nameText({ row, nameWidth, isSelected, frame }: RowProps): string {
  const { theme, tick } = frame;
  const sign = theme.paint(row.look.tone, glyphOf(row.look, theme.glyphs, tick));
  if (row.kind === 'stage') {
    return `${theme.paint('dim', theme.glyphs.stage)} ${theme.paint('strong', row.name.padEnd(nameWidth + 4))} ${sign}`;
  }
  const marker = isSelected ? theme.paint('title', theme.glyphs.selected) : ' ';
  const name = row.name.padEnd(nameWidth);
  return `  ${marker} ${sign} ${isSelected ? theme.paint('strong', name) : theme.paintUnit(row.name, name)}`;
}

/** A name, what is going on, and for how long; the middle gives way where there is little room. */
function Row(props: RowProps): ReactNode {
  const { row, nameWidth, frame } = props;
  const { theme, layout } = frame;
  const tone = row.look.tone === 'bad' || row.look.tone === 'warn' ? row.look.tone : 'dim';
  return (
    <Box width={layout.treeWidth} height={1} flexShrink={0}>
      <Box width={Math.min(nameWidth + 8, layout.treeWidth)} flexShrink={0}>
        <Text wrap="truncate">{nameText(props)}</Text>
      </Box>
      <Box flexGrow={1} flexBasis={0}>
        <Text wrap="truncate">{theme.paint(tone, row.kind === 'stage' ? ` ${row.detail}` : row.detail)}</Text>
      </Box>
      <Box width={durationWidth} flexShrink={0} justifyContent="flex-end" paddingRight={1}>
        <Text wrap="truncate">{theme.paint(row.kind === 'stage' ? 'plain' : 'dim', row.duration)}</Text>
      </Box>
    </Box>
  );
}

/** Stages and their units, each with its state, its timer and the reason of its wait. */
export function TreePane(frame: Frame): ReactNode {
  const { view, state, layout, now } = frame;
  const rows = treeRows(view, now);
  const selected = selectedOf(state, view);
  const index = rows.findIndex((row) => row.instance !== undefined && row.instance === selected);
  const offset = offsetFor(rows.length, index, layout.bodyHeight);
  const units = rows.filter((row) => row.kind === 'unit');
  const nameWidth = Math.min(longestName, Math.max(0, ...units.map((row) => row.name.length)));
  return (
    <Box width={layout.treeWidth} height={layout.bodyHeight} flexDirection="column" flexShrink={0} overflow="hidden">
      {rows.slice(offset, offset + layout.bodyHeight).map((row) => (
        <Row key={row.key} row={row} nameWidth={nameWidth} isSelected={row.instance === selected} frame={frame} />
      ))}
    </Box>
  );
}
