import type { ProblemCode } from '../core/problem.ts';
import type { Span } from '../core/source.ts';
import type { Report } from './context.ts';
import { type InterpolationIssue, interpolate } from './interpolation.ts';
import type { Dialect } from './model.ts';

/** Replaces the variables of a text that stands at `span`. */
export type ReplaceVariables = (text: string, span: Span) => string;

const codes = {
  syntax: 'bad-interpolation',
  lone: 'bad-interpolation',
  required: 'variable-required',
  unset: 'variable-unset',
  reference: 'bad-interpolation',
} as const satisfies Record<InterpolationIssue['kind'], ProblemCode>;

/**
 * Replaces variables and reports what is wrong with them where it stands; an unset variable is told once. In a Compose
 * file a "$" without a name is just one, as in `$(date)`.
 */
export function variableReplacer(
  variables: ReadonlyMap<string, string>,
  dialect: Dialect,
  report: Report,
): ReplaceVariables {
  const told = new Set<string>();
  return (text, span) => {
    if (!text.includes('$')) return text;
    return interpolate(text, variables, (issue) => {
      if (issue.kind === 'lone' && dialect === 'compose') return;
      if (issue.kind === 'reference' && dialect === 'devstack') return;
      if (issue.kind === 'unset' && told.has(issue.name)) return;
      if (issue.kind === 'unset') told.add(issue.name);
      report({
        severity: issue.kind === 'unset' ? 'warning' : 'error',
        code: codes[issue.kind],
        message: issue.message,
        span: spanWithin(text, span, issue.start, issue.end),
        ...(issue.hint === undefined ? {} : { hint: issue.hint }),
      });
    });
  };
}

/**
 * Where a part of a scalar's text stands in the file. Quotes, escapes and folding make offsets differ, so dollars
 * are counted: the nth of the text is the nth of the source.
 */
function spanWithin(text: string, span: Span, start: number, end: number): Span {
  const dollar = text.lastIndexOf('$', start);
  const before = text.slice(0, dollar).split('$').length - 1;
  let at = span.source.text.indexOf('$', span.start);
  for (let seen = 0; seen < before && at !== -1; seen++) at = span.source.text.indexOf('$', at + 1);
  if (at === -1 || at >= span.end) return span;
  const from = at + (start - dollar);
  return { source: span.source, start: from, end: Math.min(from + (end - start), span.end) };
}
