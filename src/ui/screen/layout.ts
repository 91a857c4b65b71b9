import type { ScreenState } from './state.ts';

/** Size of a terminal in columns and rows. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** How the rows and columns of a terminal are shared out; nothing ever adds up to more than it has. */
export interface Layout {
  readonly columns: number;
  readonly rows: number;
  /** 0 where only the logs are shown */
  readonly treeWidth: number;
  /** 0 where only the tree is shown */
  readonly logWidth: number;
  readonly bodyHeight: number;
  /** rules, status and critical path are shown */
  readonly framed: boolean;
  /** head line and key line are shown */
  readonly titled: boolean;
}

const smallColumns = 80;
const smallRows = 16;
const framedRows = 10;
const titledRows = 4;
const widestTree = 76;
const treeShare = 0.42;

/** Shares out a terminal between the panes. A tree that takes `wanted` columns gets up to half of them. */
export function layoutOf(
  { columns, rows }: Size,
  { pane, zoomed }: Pick<ScreenState, 'pane' | 'zoomed'>,
  wanted = 0,
): Layout {
  const framed = rows >= framedRows;
  const titled = rows >= titledRows;
  const single = zoomed || columns < smallColumns || rows < smallRows;
  const shared = Math.min(widestTree, Math.max(Math.round(columns * treeShare), Math.min(wanted, columns >> 1)));
  const treeWidth = single ? (pane === 'tree' ? columns : 0) : shared;
  const logWidth = single ? columns - treeWidth : columns - treeWidth - 1;
  return { columns, rows, treeWidth, logWidth, bodyHeight: rows - (framed ? 6 : titled ? 2 : 0), framed, titled };
}

/** Where a list of `length` rows starts in a pane of `height`, so that row `index` is seen. */
export function offsetFor(length: number, index: number, height: number): number {
  return Math.max(0, Math.min(length - height, index - Math.floor(height / 2)));
}
