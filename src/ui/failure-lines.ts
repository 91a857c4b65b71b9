import type { Tone } from './glyphs.ts';
import { sanitizeLine } from './sanitize.ts';
import { blockedText } from './select/blocked.ts';
import type { FailureSection } from './select/failures.ts';
import { type Theme, themeFor } from './theme.ts';
import { wrapWords } from './width.ts';

const labelWidth = 9;
const indent = 3 + labelWidth + 1;

/** How a failure is laid out. */
export interface FailureLayout {
  readonly theme: Theme;
  /** how many of the last log lines are shown at most */
  readonly logLines: number;
  /** lines are broken at this width; absent: left to the terminal */
  readonly columns?: number;
}

/** One failure as lines. `kept` names what goes on running. */
export function failureLines(section: FailureSection, kept: readonly string[], layout: FailureLayout): string[] {
  const { theme, logLines, columns = Number.POSITIVE_INFINITY } = layout;
  const { glyphs, paint } = theme;
  const width = Math.max(20, columns - indent - 2);
  const block = (label: string, tone: Tone, texts: readonly string[], mark = ''): readonly string[] =>
    texts
      .flatMap((text) => (Number.isFinite(width) ? wrapWords(text, width) : [text]))
      .map((text, index) => {
        const shown = /\p{Cc}/u.test(text) ? text : paint(tone, text);
        return `   ${paint('dim', (index === 0 ? label : '').padEnd(labelWidth))} ${mark}${shown}`;
      });
  const logs = section.logs.slice(section.logs.length - Math.min(logLines, section.logs.length));
  const cleaned = logs.map((line) => sanitizeLine(line, theme.colorLevel > 0));
  const { blocks, probe, hint } = section;
  return [
    ` ${paint('bad', glyphs.failed)} ${paint('strong', section.name.padEnd(labelWidth))} ${paint('bad', factsOf(section))}`,
    ...block('why', 'plain', [section.message]),
    ...block('last log', 'plain', cleaned, `${paint('dim', glyphs.bar)} `),
    ...block('probe', 'plain', probe === undefined ? [] : [probe]),
    ...block('blocks', 'plain', blocks.length === 0 ? [] : [`${blocks.length} not started: ${blockedText(blocks)}`]),
    ...block('kept', 'good', kept.length === 0 ? [] : [`${kept.join(', ')} still running`]),
    ...block('hint', 'title', hint === undefined ? [] : [hint]),
  ];
}

function factsOf({ headline, attempt, image }: FailureSection): string {
  const facts = [headline, attempt && `attempt ${attempt}`, image && `image ${image}`];
  return facts.filter((fact) => fact !== undefined).join('   ');
}

/** Failures as text to paste elsewhere: without colours, and with all of what is known of their logs. */
export function failureText(sections: readonly FailureSection[]): string {
  const theme = themeFor({ environment: { NO_COLOR: '1' }, isTTY: false });
  const lines = sections.map((section) =>
    failureLines(section, [], { theme, logLines: section.logs.length }).join('\n'),
  );
  return `${lines.join('\n\n')}\n`;
}
