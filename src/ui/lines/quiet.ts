import type { Face } from '../../core/run-view.ts';
import { labelOf } from '../select/unit-text.ts';
import { type SummaryOptions, summary } from '../summary.ts';

/** Says nothing but failures, when they happen, and the summary. */
export function quietFace(options: SummaryOptions & { readonly write: (text: string) => void }): Face {
  const { write, theme } = options;
  return {
    event(event, view) {
      if (event.type !== 'unit.failed') return;
      write(`${theme.paint('bad', `${labelOf(view, event.instance)} failed: ${event.failure.message}`)}\n`);
    },
    async close(view) {
      write(summary(view, options));
    },
  };
}
