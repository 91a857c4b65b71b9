import { formatDuration } from '../../core/duration.ts';
import { exitCodes } from '../../core/failure.ts';
import { isFailure, type RunRecord } from '../../core/run-record.ts';
import { explainText } from '../../ui/history/explain-text.ts';
import { commandText, firstFailure, outcomeWord, tookText } from '../../ui/history/run-words.ts';
import type { Handler } from '../command.ts';
import { outTheme } from '../out.ts';
import { isGoingOn, readHistory, runNamed } from '../read-history.ts';
import type { Shell } from '../shell.ts';
import { formatTable } from '../table.ts';

/** Lists the runs of the stack, the newest first. */
export const history: Handler = async ({ options }, shell) => {
  const { project, runs } = await readHistory(options, shell);
  const shown = runs.slice(0, options.last);
  if (options.json)
    shell.stdout.write(
      `${JSON.stringify(
        shown.map((run) => runJson(run, shell)),
        null,
        2,
      )}\n`,
    );
  else if (shown.length === 0) shell.stderr.write(`nothing is remembered of runs of "${project}"\n`);
  else
    shell.stdout.write(
      formatTable(
        heading,
        shown.map((run) => rowOf(run, shell)),
      ),
    );
  return exitCodes.ok;
};

/** Tells what a run did, unit by unit, and why; the latest where none is named. */
export const explain: Handler = async ({ args: [id], options }, shell) => {
  const { project, runs } = await readHistory(options, shell);
  const run = runNamed(runs, project, id);
  if (options.json) {
    shell.stdout.write(`${JSON.stringify({ ...run, goesOn: isGoingOn(run, shell) }, null, 2)}\n`);
    return exitCodes.ok;
  }
  const program = options.projectName === undefined ? 'devstack' : `devstack -p ${options.projectName}`;
  const theme = outTheme(shell);
  shell.stdout.write(explainText(run, { theme, isGoingOn: isGoingOn(run, shell) }));
  const failed = runs.find((other) => isFailure(other) && !isGoingOn(other, shell));
  if (id === undefined && failed !== undefined && !isFailure(run)) {
    shell.stderr.write(`the latest run that failed: ${program} explain ${failed.id}\n`);
  }
  return exitCodes.ok;
};

const heading = ['RUN', 'WHEN', 'COMMAND', 'OUTCOME', 'TOOK', 'FIRST FAILURE'];

const rowOf = (run: RunRecord, shell: Shell): readonly string[] => [
  run.id,
  `${formatDuration(Math.max(0, Date.now() - run.at))} ago`,
  commandText(run),
  outcomeWord(run, isGoingOn(run, shell)),
  tookText(run),
  firstFailure(run) ?? '-',
];

/** For programs: times in ms since the epoch, durations in ms. */
function runJson(run: RunRecord, shell: Shell): object {
  const { id, at, command, named, files, host, end, stages } = run;
  const failure = firstFailure(run);
  return {
    id,
    at,
    command,
    units: named,
    files,
    host,
    goesOn: isGoingOn(run, shell),
    ...(end && { outcome: end.outcome, durationMs: end.durationMs, readyMs: end.readyMs, exitCode: end.exitCode }),
    stages: stages.map(({ name, status }) => ({ name, status })),
    failed: isFailure(run) && !isGoingOn(run, shell),
    ...(failure !== undefined && { firstFailure: failure }),
  };
}
