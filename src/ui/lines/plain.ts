import type { Event } from '../../core/event.ts';
import type { Face, RunView } from '../../core/run-view.ts';
import { sanitizeLine } from '../sanitize.ts';
import { instancesOf, labelOf } from '../select/unit-text.ts';
import { cameUp, type SummaryOptions, summary } from '../summary.ts';
import type { CiMarks } from './ci/ci-marks.ts';
import { StageGroups } from './ci/stage-groups.ts';
import { eventText, isUnitEvent, subjectOf } from './event-text.ts';
import { Pace } from './pace.ts';

/** What a plain face needs. */
export interface PlainOptions extends SummaryOptions {
  readonly write: (text: string) => void;
  /** whether the lines of the units are shown too */
  readonly attached: boolean;
  /** how these lines are shown; absent: with names and without times */
  readonly logStyle?: { readonly prefix: boolean; readonly timestamps: boolean };
  /** those of the CI system that shows the lines; absent: nobody folds them */
  readonly ci?: CiMarks | undefined;
}

/** One line per event, for logs, pipes and terminals without cursor control; the summary at the end. */
export function plainFace(options: PlainOptions): Face {
  const { write, theme, attached, logStyle = { prefix: true, timestamps: false }, ci } = options;
  const pace = new Pace();
  const groups = ci && new StageGroups(ci);
  const line = (text: string): void => write(`${ci?.harmless(text) ?? text}\n`);

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
        const text = sanitizeLine(event.line, theme.colorLevel > 0);
        const name = logStyle.prefix ? `${nameOf(event, view)} ${theme.paint('dim', theme.glyphs.bar)} ` : '';
        const time = logStyle.timestamps ? `${theme.paint('dim', new Date(event.at).toISOString())} ` : '';
        line(`${name}${time}${text}`);
        return;
      }
      if (groups !== undefined) write(groups.before(event, view));
      if (!pace.isNews(event, view)) return;
      const said = eventText(event, view);
      if (said !== undefined) line(`${nameOf(event, view)}  ${theme.paint(said.tone, said.text)}`);
      // Who stays would see how it came up only when it has gone.
      if (attached && event.type === 'run.ready' && event.changed) write(`\n${cameUp(view, theme).join('\n')}\n\n`);
    },
    async close(view) {
      const text = summary(view, options);
      write(ci === undefined ? text : text.split('\n').map(ci.harmless).join('\n'));
    },
  };
}
