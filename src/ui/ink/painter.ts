import { widthOf } from '../width.ts';

const csi = `${String.fromCharCode(27)}[`;
const showCursor = `${csi}?25h`;
const hideCursor = `${csi}?25l`;
const eraseRest = `${csi}K`;

/** Terminals that know it show what comes between these at once; others take no notice. */
export const beginFrame = `${csi}?2026h`;
const endFrame = `${csi}?2026l`;

/** Takes the whole terminal, and gives it back with what was on it before. */
export const enterScreen = `${csi}?1049h${hideCursor}`;
export const leaveScreen = `${csi}?1049l${showCursor}`;

const rowStart = (row: number): string => `${csi}${row + 1};1H`;

/** A place on the terminal, counted from 0. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

/**
 * Turns screens into what has to be written so that a terminal shows them: only the rows that changed. Rows have been
 * laid out, cut and coloured before; to have Ink take them apart and put them together again, cell by cell, costs ten
 * times as much as drawing them.
 */
export class Painter {
  #rows: readonly string[] = [];
  #cursor: Place | undefined;

  /** Somebody else has written to the terminal: the next screen is written whole. */
  forget(): void {
    this.#rows = [];
  }

  /** What to write for this screen, of which no row is wider than `columns`; empty where it is there already. */
  update(rows: readonly string[], columns: number, cursor: Place | undefined): string {
    const before = this.#rows;
    const written = rows
      .flatMap((row, index) => (row === before[index] ? [] : [rowStart(index) + row + restOf(row, columns)]))
      .join('');
    const isPlaced = cursor?.column === this.#cursor?.column && cursor?.row === this.#cursor?.row;
    if (written === '' && isPlaced) return '';
    const hidden = this.#cursor === undefined ? '' : hideCursor;
    const shown = cursor === undefined ? '' : `${csi}${cursor.row + 1};${cursor.column + 1}H${showCursor}`;
    this.#rows = rows;
    this.#cursor = cursor;
    return beginFrame + hidden + written + shown + endFrame;
  }
}

/** Behind a full row the cursor still stands on its last cell, which would be erased. */
const restOf = (row: string, columns: number): string => (widthOf(row) < columns ? eraseRest : '');
