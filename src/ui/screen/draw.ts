import { cut, fitted } from '../width.ts';
import { changeLines } from './draw-changes.ts';
import { criticalLine, headLine, keyLine, ruleLine, statusLine } from './draw-chrome.ts';
import { failurePanel } from './draw-failures.ts';
import { graphLines } from './draw-graph.ts';
import { helpLines, quitLines } from './draw-help.ts';
import { inspectLines } from './draw-inspect.ts';
import { logLines } from './draw-logs.ts';
import { paletteLines } from './draw-palette.ts';
import { timelineLines } from './draw-timeline.ts';
import { treeLines } from './draw-tree.ts';
import type { Frame } from './frame.ts';

/** All lines of what lies over the panes, seen or not; empty where nothing does. */
export function overlayLines(frame: Frame): readonly string[] {
  switch (frame.state.overlay) {
    case 'help':
      return helpLines(frame);
    case 'quit':
      return quitLines(frame);
    case 'failure':
      return failurePanel(frame);
    case 'graph':
      return graphLines(frame);
    case 'timeline':
      return timelineLines(frame);
    case 'inspect':
      return inspectLines(frame);
    case 'changes':
      return changeLines(frame);
    case 'none':
      return [];
  }
}

/** The lines of the overlay that fit, with a word on those that do not. */
function overlayBody(frame: Frame): readonly string[] {
  const { state, layout, theme } = frame;
  const lines = overlayLines(frame);
  const shown = lines.slice(state.scrolled, state.scrolled + layout.bodyHeight);
  const hidden = lines.length - state.scrolled - shown.length;
  if (hidden <= 0) return shown;
  const more = theme.paint('dim', `   ${theme.glyphs.ellipsis} ${hidden + 1} more lines (↓)`);
  return [...shown.slice(0, -1), more];
}

function body(frame: Frame): readonly string[] {
  const { layout, theme, state } = frame;
  const { treeWidth, logWidth, bodyHeight } = layout;
  if (state.prompt?.kind === 'palette') return paletteLines(frame, state.prompt);
  if (state.overlay !== 'none') return overlayBody(frame);
  const tree = treeWidth > 0 ? treeLines(frame) : [];
  const logs = logWidth > 0 ? logLines(frame) : [];
  if (treeWidth === 0) return logs;
  if (logWidth === 0) return tree;
  const bar = theme.paint('dim', theme.glyphs.bar);
  return Array.from({ length: bodyHeight }, (_, row) => fitted(tree[row] ?? '', treeWidth) + bar + (logs[row] ?? ''));
}

/** The screen: head, panes or panel, status, critical path and keys; as many lines as the terminal has rows, none too wide. */
export function drawScreen(frame: Frame): readonly string[] {
  const { layout, theme } = frame;
  const { columns, bodyHeight, titled, framed } = layout;
  const { glyphs } = theme;
  const shown = body(frame).slice(0, bodyHeight);
  const lines = [
    ...(titled ? [headLine(frame)] : []),
    ...(framed ? [ruleLine(frame, glyphs.barBelow)] : []),
    ...shown,
    ...Array.from({ length: bodyHeight - shown.length }, () => ''),
    ...(framed ? [ruleLine(frame, glyphs.barAbove), statusLine(frame), criticalLine(frame)] : []),
    ...(titled ? [keyLine(frame)] : []),
  ];
  return lines.map((line) => cut(line, columns, glyphs.ellipsis).trimEnd());
}
