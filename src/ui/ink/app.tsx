import { Box, Text, useAnimation, useInput, useWindowSize } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { Clock } from '../../core/clock.ts';
import { isBusy } from '../select/progress.ts';
import type { Theme } from '../theme.ts';
import { CriticalPathLine, KeyLine, StatusLine } from './footer.tsx';
import type { Frame } from './frame.ts';
import { Header } from './header.tsx';
import { keyNames } from './keys.ts';
import { layoutOf } from './layout.ts';
import { LogPane } from './log-pane.tsx';
import { failurePanel, helpLines, quitLines } from './panels.ts';
import type { Screen } from './screen.ts';
import { TreePane } from './tree-pane.tsx';

/** What the whole screen is drawn with. */
export interface AppProps {
  readonly screen: Screen;
  readonly theme: Theme;
  readonly clock: Pick<Clock, 'now'>;
}

const tickMs = 200;

function panelLines(frame: Frame): readonly string[] {
  switch (frame.state.overlay) {
    case 'help':
      return helpLines(frame.theme);
    case 'quit':
      return quitLines(frame);
    case 'failure':
      return failurePanel(frame);
    case 'none':
      return [];
  }
}

/** Lines over the whole body. Lines have no name of their own, but always stand in the same place. */
function Panel({ lines, frame }: { readonly lines: readonly string[]; readonly frame: Frame }): ReactNode {
  const { columns, bodyHeight } = frame.layout;
  return (
    <Box width={columns} height={bodyHeight} flexDirection="column" flexShrink={0} overflow="hidden">
      {Array.from({ length: bodyHeight }, (_, row) => `line ${row}`).map((key, row) => (
        <Text key={key} wrap="truncate">
          {lines[row] || ' '}
        </Text>
      ))}
    </Box>
  );
}

function Body({ frame }: { readonly frame: Frame }): ReactNode {
  const { layout, theme, state } = frame;
  if (state.overlay !== 'none') return <Panel lines={panelLines(frame)} frame={frame} />;
  const bars = Array.from({ length: layout.bodyHeight }, () => theme.paint('dim', theme.glyphs.bar)).join('\n');
  return (
    <Box width={layout.columns} height={layout.bodyHeight} flexShrink={0}>
      {layout.treeWidth > 0 && <TreePane {...frame} />}
      {layout.treeWidth > 0 && layout.logWidth > 0 && <Text>{bars}</Text>}
      {layout.logWidth > 0 && <LogPane {...frame} />}
    </Box>
  );
}

/** A rule over the whole width, joined to the bar between the panes. */
function Rule({ frame, joint }: { readonly frame: Frame; readonly joint: string }): ReactNode {
  const { layout, theme, state } = frame;
  const isSplit = state.overlay === 'none' && layout.treeWidth > 0 && layout.logWidth > 0;
  const { rule } = theme.glyphs;
  const text = isSplit
    ? rule.repeat(layout.treeWidth) + joint + rule.repeat(layout.logWidth)
    : rule.repeat(layout.columns);
  return <Text wrap="truncate">{theme.paint('dim', text)}</Text>;
}

/** The screen: head, panes or panel, status, critical path and keys, never more rows than the terminal has. */
export function App({ screen, theme, clock }: AppProps): ReactNode {
  useSyncExternalStore(screen.subscribe, screen.version);
  const size = useWindowSize();
  const { view, state, book } = screen;
  const { frame: tick } = useAnimation({ interval: tickMs, isActive: view !== undefined && isBusy(view) });
  useInput((input, key) => {
    for (const name of keyNames(input, key)) screen.press(name, size);
  });
  if (view === undefined) return null;
  const layout = layoutOf(size, state);
  const frame: Frame = { view, state, book, layout, theme, now: clock.now(), tick };
  return (
    <Box width={size.columns} height={size.rows} flexDirection="column" overflow="hidden">
      {layout.titled && <Header {...frame} />}
      {layout.framed && <Rule frame={frame} joint={theme.glyphs.barBelow} />}
      <Body frame={frame} />
      {layout.framed && <Rule frame={frame} joint={theme.glyphs.barAbove} />}
      {layout.framed && <StatusLine {...frame} />}
      {layout.framed && <CriticalPathLine {...frame} />}
      {layout.titled && <KeyLine {...frame} />}
    </Box>
  );
}
