import { appendFile } from 'node:fs/promises';
import type { Face } from '../core/run-view.ts';
import { whyUnwritable } from '../core/why-unwritable.ts';
import { RunFacts } from '../run/history/run-facts.ts';
import { systemClock } from '../run/system-clock.ts';
import { commandMarkdown, markdownSummary } from '../ui/report/markdown.ts';
import { runReport } from '../ui/report/run-report.ts';
import type { Shell } from './shell.ts';

/** A face that also adds what a run came to, as a table, to the file that a CI system shows as the summary of a step. */
export function withStepSummary(face: Face, path: string, shell: Shell): Face {
  const facts = new RunFacts();
  return {
    event(event, view) {
      facts.take(event);
      face.event(event, view);
    },
    async close(view) {
      await face.close(view);
      // An error of devstack itself is told where it is read first; what only was made has no steps.
      if (view.command !== 'up' || view.outcome === undefined || view.outcome.kind === 'created') return;
      await add(markdownSummary(runReport(view.project, view, facts, systemClock.now())), path, shell);
    },
  };
}

/** How a command that was run against a stack ended. */
export interface CommandEnd {
  /** without its arguments, which may hold anything */
  readonly name: string;
  readonly exitCode: number;
  readonly durationMs: number;
}

/** Adds how a command that was run against a stack ended. */
export async function summarizeCommand(
  { name, exitCode, durationMs }: CommandEnd,
  path: string,
  shell: Shell,
): Promise<void> {
  await add(commandMarkdown(name, exitCode, durationMs), path, shell);
}

/** A page that is not there is no reason for a stack to fail. */
async function add(text: string, path: string, { stderr }: Shell): Promise<void> {
  await appendFile(path, `${text}\n`).catch((error: unknown) => {
    stderr.write(`warning: the summary can not be added to "${path}": ${whyUnwritable(error)}\n`);
  });
}
