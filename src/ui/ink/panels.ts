import { failureLines } from '../failure-lines.ts';
import { failureSections, keptOf } from '../select/failures.ts';
import type { Theme } from '../theme.ts';
import type { Frame } from './frame.ts';
import { bindings } from './keys.ts';

const mostLogLines = 20;
const fewestLogLines = 3;
/** lines of a failure besides its log */
const otherLines = 7;

/** The help, from the key table. */
export function helpLines(theme: Theme): readonly string[] {
  const rows = bindings.filter((binding) => binding.on.includes('none'));
  const width = Math.max(...rows.map(({ label }) => label.length));
  return [
    ` ${theme.paint('title', 'KEYS')}`,
    ...rows.map(({ label, help }) => `   ${theme.paint('strong', label.padEnd(width))}  ${theme.paint('plain', help)}`),
  ];
}

/** The question that comes before leaving. */
export function quitLines({ view, theme }: Frame): readonly string[] {
  const answers = bindings.filter((binding) => binding.on.includes('quit') && binding.short !== undefined);
  return [
    '',
    ` ${theme.paint('strong', `leave ${view.project}?`)}`,
    '',
    ...answers.map(({ label, help }) => `   ${theme.paint('title', label.padEnd(3))}  ${theme.paint('plain', help)}`),
  ];
}

/** Every failure, with as much of its log as there is room for. */
export function failurePanel({ view, theme, layout }: Frame): readonly string[] {
  const sections = failureSections(view);
  if (sections.length === 0) return [` ${theme.paint('good', 'nothing has failed')}`];
  const room = Math.floor(layout.bodyHeight / sections.length) - otherLines;
  const logLines = Math.max(fewestLogLines, Math.min(mostLogLines, room));
  const kept = keptOf(view);
  const lines = sections.flatMap((section, index) => [
    ...(index === 0 ? [] : ['']),
    ...failureLines(section, index === 0 ? kept : [], { theme, logLines, columns: layout.columns }),
  ]);
  if (lines.length <= layout.bodyHeight) return lines;
  const shown = lines.slice(0, Math.max(0, layout.bodyHeight - 1));
  return [...shown, theme.paint('dim', `   … ${lines.length - shown.length} more lines in the summary`)];
}
