import { failureLines } from '../failure-lines.ts';
import { failureSections, keptOf } from '../select/failures.ts';
import type { Frame } from './frame.ts';

const mostLogLines = 20;
const fewestLogLines = 3;
/** lines of a failure besides its log */
const otherLines = 7;

/** Every failure, with as much of its log as there is room for. */
export function failurePanel({ view, theme, layout }: Frame): readonly string[] {
  const sections = failureSections(view);
  if (sections.length === 0) return [` ${theme.paint('good', 'nothing has failed')}`];
  const room = Math.floor(layout.bodyHeight / sections.length) - otherLines;
  const logLines = Math.max(fewestLogLines, Math.min(mostLogLines, room));
  const kept = keptOf(view);
  return sections.flatMap((section, index) => [
    ...(index === 0 ? [] : ['']),
    ...failureLines(section, index === 0 ? kept : [], { theme, logLines, columns: layout.columns }),
  ]);
}
