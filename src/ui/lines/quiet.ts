import type { Face } from '../../core/run-view.ts';
import { waitText } from '../select/progress.ts';
import { labelOf } from '../select/unit-text.ts';
import { type SummaryOptions, summary } from '../summary.ts';

/** Says nothing but failures, when they happen, and the summary. */
export function quietFace(options: SummaryOptions & { readonly write: (text: string) => void }): Face {
  const { write, theme } = options;
  return {
    event(event, view) {
      if (event.type === 'unit.failed' || event.type === 'unit.event-failed') {
        write(`${theme.paint('bad', `${labelOf(view, event.instance)} failed: ${event.failure.message}`)}\n`);
      } else if (event.type === 'run.waiting') {
        write(`${theme.paint('warn', `${view.project} ${waitText(view) ?? ''}`)}\n`);
      } else if ((event.type === 'unit.completed' || event.type === 'unit.event-completed') && event.tolerated) {
        const text = `${labelOf(view, event.instance)} failed, which is allowed: ${event.tolerated.message}`;
        write(`${theme.paint('warn', text)}\n`);
      }
    },
    async close(view) {
      write(summary(view, options));
    },
  };
}
