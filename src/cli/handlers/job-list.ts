import { formatDuration } from '../../core/duration.ts';
import { exitCodes } from '../../core/failure.ts';
import type { Job } from '../../manifest/model.ts';
import { type JobOverview, jobOverview, type LastRun } from '../../run/jobs/job-overview.ts';
import type { Handler } from '../command.ts';
import { warn } from '../out.ts';
import { readStack } from '../stack.ts';
import { formatTable } from '../table.ts';
import { withEngine } from '../with-engine.ts';

/** Lists the jobs of the manifest: how each ran last, and what would come of it now. */
export const jobList: Handler = async ({ options }, shell) => {
  const { manifest } = await readStack(options, {}, shell);
  const names = [...manifest.units.values()].filter(({ kind }) => kind === 'job').map(({ name }) => name);
  const { stdout, stderr } = shell;
  if (names.length === 0) {
    if (options.json) stdout.write('[]\n');
    else stderr.write(`"${manifest.name}" has no jobs\n`);
    return exitCodes.ok;
  }
  // Named, so that those are among them that the stack leaves out.
  const { plan, warnings } = await readStack(options, { units: names }, shell);
  warn(warnings, shell);
  const unitNames = new Set(manifest.units.keys());
  const jobs = await withEngine(shell, (engine, signal) => jobOverview({ engine, plan, unitNames }, signal));
  const now = Date.now();
  const heading = ['JOB', 'RUN', 'EVENTS', 'LAST RUN', 'TOOK', 'NEXT UP'];
  stdout.write(
    options.json
      ? `${JSON.stringify(jobs.map(jobJson), null, 2)}\n`
      : formatTable(
          heading,
          jobs.map((job) => rowOf(job, now)),
        ),
  );
  return exitCodes.ok;
};

/** For programs: times in ms since the epoch, durations in ms. */
function jobJson({ job, last, next }: JobOverview): object {
  const { name, stage, run, schedule } = job;
  return {
    name,
    stage,
    run,
    schedule,
    events: eventsOf(job),
    last,
    next: isLeftOut(job) ? { runs: false, cause: whyLeftOut(job) } : next,
  };
}

function rowOf({ job, last, next }: JobOverview, now: number): readonly string[] {
  const upcoming = isLeftOut(job) ? whyLeftOut(job) : `${next.runs ? 'runs' : 'skipped'}: ${next.cause}`;
  const took = 'durationMs' in last ? formatDuration(last.durationMs) : '-';
  return [job.name, job.run, eventsOf(job).join(', '), lastText(last, now), took, upcoming];
}

const eventsOf = ({ lifecycle: { stop, delete: remove } }: Job): readonly string[] => [
  'start',
  ...(stop ? ['stop'] : []),
  ...(remove ? ['delete'] : []),
];

const isLeftOut = ({ schedule, skip }: Job): boolean => schedule !== undefined || skip;

const whyLeftOut = ({ schedule }: Job): string =>
  schedule === undefined ? 'left out: "skip" is set' : `left out: runs by name only, meant for ${schedule}`;

function lastText(last: LastRun, now: number): string {
  switch (last.kind) {
    case 'never':
      return 'never';
    case 'running':
      return `running for ${formatDuration(now - last.since)}`;
    case 'failed':
      return `exit ${last.exitCode}, ${formatDuration(now - last.at)} ago`;
    case 'uncounted':
      return `exit 0, not counted, ${formatDuration(now - last.at)} ago`;
    case 'completed':
      return `${formatDuration(now - last.at)} ago`;
  }
}
