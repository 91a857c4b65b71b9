import { fitted, widthOf } from '../width.ts';
import type { Frame } from './frame.ts';
import { type Binding, bindings } from './key-table.ts';

const headings = { move: 'MOVE', logs: 'LOGS', act: 'UNITS', stack: 'STACK' } as const;
const groups = ['move', 'logs', 'act', 'stack'] as const;
const columnWidth = 60;

function section(group: Binding['group'], width: number, { theme }: Frame): readonly string[] {
  const rows = bindings.filter((binding) => binding.group === group && binding.on.includes('none'));
  const { paint } = theme;
  const keys = Math.max(...rows.map(({ label }) => widthOf(paint('strong', label))));
  return [
    ` ${paint('title', headings[group])}`,
    ...rows.map(({ label, help }) =>
      fitted(`   ${fitted(paint('strong', label), keys)}  ${paint('plain', help)}`, width, theme.glyphs.ellipsis),
    ),
    '',
  ];
}

/** The help, from the key table; in two columns where there is room. */
export function helpLines(frame: Frame): readonly string[] {
  const { columns } = frame.layout;
  const sections = groups.map((group) => section(group, Math.min(columns, columnWidth), frame));
  if (columns < 2 * columnWidth) return sections.flat();
  const [move = [], logs = [], act = [], stack = []] = sections;
  const left = [...move, ...act];
  const right = [...logs, ...stack];
  return Array.from(
    { length: Math.max(left.length, right.length) },
    (_, row) => fitted(left[row] ?? '', columnWidth) + (right[row] ?? ''),
  );
}

/** The question that comes before leaving. */
export function quitLines({ view, theme }: Frame): readonly string[] {
  const answers = bindings.filter(
    ({ on, short, action }) =>
      on.includes('quit') && short !== undefined && action !== 'close' && action !== 'interrupt',
  );
  const back = bindings.filter(({ on, action }) => on.includes('quit') && action === 'close');
  return [
    '',
    ` ${theme.paint('strong', `leave ${view.project}?`)}`,
    '',
    ...[...answers, ...back].map(({ label, help, action }) => {
      const text = action === 'stop' && view.command === 'attach' ? 'stop all of the stack' : help;
      return `   ${theme.paint('title', label.padEnd(3))}  ${theme.paint('plain', text)}`;
    }),
  ];
}
