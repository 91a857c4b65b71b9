import { wrapWords } from '../../core/wrap-words.ts';
import type { Glyphs, Tone } from '../../ui/glyphs.ts';
import type { Theme } from '../../ui/theme.ts';
import type { Finding } from './finding.ts';

const signs: Readonly<Record<Finding['level'], { readonly sign: (glyphs: Glyphs) => string; readonly tone: Tone }>> = {
  fine: { sign: ({ ready }) => ready, tone: 'good' },
  doubtful: { sign: () => '!', tone: 'warn' },
  wrong: { sign: ({ failed }) => failed, tone: 'bad' },
};

/** Lines narrower than this are not broken: that would make them harder to read, columns. */
const narrowest = 40;

/** Findings for people, one below the other, and what they come to; `width` of the terminal, in columns. */
export function formatFindings(findings: readonly Finding[], theme: Theme, width: number): string {
  const subjects = Math.max(...findings.map(({ subject }) => subject.length));
  const room = Math.max(narrowest, width - subjects - 5);
  const indent = ' '.repeat(subjects + 4);
  const rows = findings.flatMap((finding) => {
    const { level, subject, message } = finding;
    const { sign, tone } = signs[level];
    const [first = '', ...others] = wrapWords(message, room);
    const head = `${theme.paint(tone, sign(theme.glyphs))} ${theme.paint('strong', subject.padEnd(subjects))}`;
    return [
      `${head}  ${theme.paint('plain', first)}`,
      ...others.map((line) => indent + theme.paint('plain', line)),
      ...hintLines(finding, room).map((line) => indent + theme.paint('dim', line)),
    ];
  });
  return [...rows, '', theme.paint('plain', summary(findings))].map((line) => `${line}\n`).join('');
}

const hintLines = (finding: Finding, room: number): readonly string[] =>
  finding.level === 'fine' || finding.hint === undefined ? [] : wrapWords(`→ ${finding.hint}`, room);

function summary(findings: readonly Finding[]): string {
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  const [stops, disturbs] = [count('wrong'), count('doubtful')];
  if (stops === 1) return 'one thing stops "devstack up"';
  if (stops > 1) return `${stops} things stop "devstack up"`;
  const rest =
    disturbs === 0 ? '' : disturbs === 1 ? '; one thing may disturb it' : `; ${disturbs} things may disturb it`;
  return `nothing stops "devstack up"${rest}`;
}
