import { afterColors, isNarrow, widthOf } from '../width.ts';

const csi = `${String.fromCharCode(27)}[`;
const reset = `${csi}0m`;

/** A place up to which two lines are the same. */
interface Common {
  readonly at: number;
  readonly columns: number;
  /** the colours that hold there, as they were asked for */
  readonly colors: string;
}

/**
 * How far two lines are surely the same: up to the first other character, or one whose width others have to tell, and one
 * character back from there, since such a one may belong to it.
 */
function commonOf(previous: string, next: string): Common {
  const common = { at: 0, columns: 0, colors: '' };
  let { at, columns, colors } = common;
  while (at < next.length) {
    const code = next.charCodeAt(at);
    if (code === previous.charCodeAt(at) && isNarrow(code)) {
      common.at = at++;
      common.columns = columns++;
      common.colors = colors;
      continue;
    }
    const after = afterColors(next, at);
    if (after === at || !previous.startsWith(next.slice(at, after), at)) break;
    const color = next.slice(at, after);
    colors = color === reset ? '' : colors + color;
    at = after;
  }
  return common;
}

/**
 * Stands in for the module of this name that Ink finds what to write of a changed line with: the bundler puts it there.
 * Ink's own takes both lines apart into characters as people see them, a quarter of what a frame costs; rows of this
 * screen are plain at their beginning. What is written leads from `previous`, which the terminal shows, to `next`.
 */
export default function lineUpdate(previous: string, next: string, columns: number | undefined): string {
  const full = `${csi}1G${csi}K${next}`;
  const common = commonOf(previous, next);
  const isWhole = columns === undefined || !(columns >= Math.max(widthOf(previous), widthOf(next)));
  if (isWhole || common.columns === 0) return full;
  const partial = `${csi}${common.columns + 1}G${csi}K${common.colors}${next.slice(common.at)}`;
  return partial.length < full.length ? partial : full;
}
