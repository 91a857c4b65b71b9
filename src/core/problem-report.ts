import type { Problem } from './problem.ts';
import { frame, locate, type Span } from './source.ts';

type Paint = (style: keyof typeof styles, text: string) => string;

const styles = { bold: 1, error: 31, warning: 33, hint: 36 } as const;

/**
 * All problems of a manifest for people, in the order of the file, each with its place, the line itself and a hint,
 * and a last line that counts them. Empty for no problems. `color` puts ANSI codes in.
 */
export function formatProblems(problems: readonly Problem[], { color }: { readonly color: boolean }): string {
  if (problems.length === 0) return '';
  const paint: Paint = color ? (style, text) => `\u001B[${styles[style]}m${text}\u001B[0m` : (_, text) => text;
  const blocks = problems.toSorted(byPlace).map((problem) => formatProblem(problem, paint));
  return `${blocks.join('\n\n')}\n\n${count(problems)}\n`;
}

function formatProblem({ severity, code, message, span, hint, related = [] }: Problem, paint: Paint): string {
  const head = `${paint(severity, `${severity}[${code}]`)}: ${paint('bold', message)}`;
  return [
    span ? `${locate(span)}: ${head}` : head,
    ...(span ? excerpt(span, (text) => paint(severity, text)) : []),
    ...related.flatMap((place) => [
      `  ${locate(place.span)}: ${place.message}`,
      ...excerpt(place.span, (text) => paint('hint', text)),
    ]),
    ...(hint === undefined ? [] : [`  ${paint('hint', 'hint:')} ${hint}`]),
  ].join('\n');
}

function excerpt(span: Span, paintCaret: (text: string) => string): readonly string[] {
  const [line, caret] = frame(span);
  const [, blanks = '', marks = ''] = /^( *)(.*)$/.exec(caret) ?? [];
  return [`    ${line}`, `    ${blanks}${paintCaret(marks)}`];
}

function byPlace(left: Problem, right: Problem): number {
  const [one = '', other = ''] = [left.span?.source.path, right.span?.source.path];
  return (one !== other && one.localeCompare(other)) || (left.span?.start ?? -1) - (right.span?.start ?? -1);
}

function count(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return [plural(errors, 'error'), plural(problems.length - errors, 'warning')].filter(Boolean).join(', ');
}

const plural = (count: number, noun: string): string =>
  count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
