import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { sanitizeLine } from '../sanitize.ts';
import { instancesOf, labelOf } from '../select/unit-text.ts';
import type { Frame } from './frame.ts';
import { selectedOf, shownInstances } from './screen-state.ts';

function titleOf({ view, state, book, theme }: Frame): string {
  const instances = shownInstances(state, view, book);
  const selected = selectedOf(state, view);
  const whose = state.logs === 'all' || selected === undefined ? 'ALL LOGS' : `LOGS ${labelOf(view, selected)}`;
  const total = book.total(instances);
  const lines = total === 1 ? '1 line' : `${total} lines`;
  const newer = state.bottom === undefined ? 0 : book.countAfter(instances, state.bottom);
  const mode =
    state.bottom === undefined ? theme.paint('good', 'follow') : theme.paint('warn', `held · ${newer} new (f follows)`);
  return `${theme.paint(state.pane === 'logs' ? 'title' : 'strong', whose)}  ${mode}  ${theme.paint('dim', lines)}`;
}

/** The log lines that fit, of all units or of the selected one. Only what is seen is drawn. */
export function LogPane(frame: Frame): ReactNode {
  const { view, state, book, layout, theme } = frame;
  const rows = book.window(view, shownInstances(state, view, book), Math.max(0, layout.bodyHeight - 1), state.bottom);
  const labels = instancesOf(view).map((instance) => labelOf(view, instance));
  const width = Math.max(0, ...labels.map((label) => label.length));
  const bar = theme.paint('dim', theme.glyphs.bar);
  return (
    <Box width={layout.logWidth} height={layout.bodyHeight} flexDirection="column" flexShrink={0} overflow="hidden">
      <Text wrap="truncate">{` ${titleOf(frame)}`}</Text>
      {rows.map(({ seq, instance, text }) => {
        const label = labelOf(view, instance);
        const line = sanitizeLine(text, theme.colorLevel > 0);
        return (
          <Text key={seq} wrap="truncate">{` ${theme.paintUnit(label, label.padEnd(width))} ${bar} ${line}`}</Text>
        );
      })}
    </Box>
  );
}
