import { evidenceLines } from '../core/evidence-lines.ts';
import type { Failure } from '../core/failure.ts';
import { formatProblems } from '../core/problem-report.ts';
import type { Theme } from '../ui/theme.ts';

/** What ran into a bug, for those who are to mend it. */
export interface BugContext {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
}

/** A failure for people: what happened, what was seen of it, what to do. Ends with a line break. */
export function formatFailure({ message, hint, evidence, problems = [] }: Failure, theme: Theme): string {
  const lines = [
    `${theme.paint('bad', 'error:')} ${message}`,
    ...(evidence ? evidenceLines(evidence).map((line) => `  ${line}`) : []),
    ...(hint === undefined ? [] : [`${theme.paint('title', 'hint:')} ${hint}`]),
  ];
  return `${formatProblems(problems, { color: theme.colorLevel > 0 })}${lines.join('\n')}\n`;
}

/** A bug of devstack's own: with its stack, and with how to report it. */
export function formatBug(thrown: unknown, { version, node, platform }: BugContext, theme: Theme): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return formatFailure(
    {
      code: 'bug',
      family: 'bug',
      message: 'devstack ran into a bug of its own; your units are left as they are',
      hint: 'run the command again; if it comes back, report it with these lines and the command to the makers of devstack',
    },
    theme,
  ).replace(
    '\n',
    `\n${[stack, `devstack ${version}, Node.js ${node}, ${platform}`].join('\n').replace(/^/gm, '  ')}\n`,
  );
}
