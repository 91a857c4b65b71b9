import type { Event } from '../../core/event.ts';
import type { Face, RunView } from '../../core/run-view.ts';
import { sanitizeLine } from '../sanitize.ts';
import { instancesOf, labelOf } from '../select/unit-text.ts';
import { type SummaryOptions, summary } from '../summary.ts';
import { eventText, isUnitEvent, subjectOf } from './event-text.ts';
import { Pace } from './pace.ts';

/** What a plain face needs. `attached`: whether the lines of the units are shown too. */
export interface PlainOptions extends SummaryOptions {
  readonly write: (text: string) => void;
  readonly attached: boolean;
}

/** One line per event, for logs, pipes and terminals without cursor control; the summary at the end. */
export function plainFace(options: PlainOptions): Face {
  const { write, theme, attached } = options;
  const pace = new Pace();

  const nameOf = (event: Event, view: RunView): string => {
    const labels = instancesOf(view).map((instance) => labelOf(view, instance));
    const width = Math.max(view.project.length, ...labels.map((label) => label.length));
    const subject = subjectOf(event, view);
    const padded = subject.padEnd(width);
    return isUnitEvent(event) || event.type === 'log'
      ? theme.paintUnit(subject, padded)
      : theme.paint('strong', padded);
  };

  return {
    event(event, view) {
      if (event.type === 'log') {
        if (!attached) return;
        const line = sanitizeLine(event.line, theme.colorLevel > 0);
        write(`${nameOf(event, view)} ${theme.paint('dim', theme.glyphs.bar)} ${line}\n`);
        return;
      }
      if (!pace.isNews(event, view)) return;
      const said = eventText(event, view);
      if (said !== undefined) write(`${nameOf(event, view)}  ${theme.paint(said.tone, said.text)}\n`);
    },
    async close(view) {
      write(summary(view, options));
    },
  };
}
