/** How a piece of text looks. */
export interface Look {
  /** of the 256, or absent for the terminal's own */
  readonly color?: number | undefined;
  readonly background?: number | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly inverse: boolean;
}

/** Text in one look. */
export interface Run {
  readonly text: string;
  readonly look: Look;
}

const plain: Look = { bold: false, dim: false, inverse: false };
const esc = String.fromCharCode(27);
const sequence = new RegExp(`${esc}\\[([0-9;]*)m`);

/** ECMA-48, Select Graphic Rendition; colours of the palette as xterm has them. */
function changed(look: Look, codes: readonly number[]): Look {
  const [code = 0, ...rest] = codes;
  if (codes.length === 0) return look;
  if ((code === 38 || code === 48) && rest[0] === 5) {
    const index = rest[1];
    return changed({ ...look, ...(code === 38 ? { color: index } : { background: index }) }, rest.slice(2));
  }
  return changed(after(look, code), rest);
}

function after(look: Look, code: number): Look {
  if (code === 0) return plain;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 7) return { ...look, inverse: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 27) return { ...look, inverse: false };
  if (code === 39) return { ...look, color: undefined };
  if (code === 49) return { ...look, background: undefined };
  if (code >= 30 && code <= 37) return { ...look, color: code - 30 };
  if (code >= 90 && code <= 97) return { ...look, color: code - 90 + 8 };
  if (code >= 40 && code <= 47) return { ...look, background: code - 40 };
  return look;
}

/** The rows of a screen as texts with their looks; a look goes on to the next row until it is changed. */
export function runsOf(rows: readonly string[]): readonly (readonly Run[])[] {
  let look = plain;
  return rows.map((row) => {
    const runs: Run[] = [];
    for (const [index, part] of row.split(sequence).entries()) {
      // Split with a group: texts and codes in turn.
      if (index % 2 === 1) look = changed(look, part === '' ? [0] : part.split(';').map(Number));
      else if (part !== '') runs.push({ text: part, look });
    }
    return runs;
  });
}
