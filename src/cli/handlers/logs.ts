import { DevstackError, exitCodes } from '../../core/failure.ts';
import { suggest } from '../../core/suggest.ts';
import type { Engine, LogLine } from '../../engine/engine.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import { recordOf, replayedOutputs } from '../../run/jobs/job-memory.ts';
import { sensitiveValues } from '../../run/jobs/outputs.ts';
import { Masker } from '../../run/masker.ts';
import type { Handler } from '../command.ts';
import { followLogs, type LogSource } from '../logs/follow-logs.ts';
import { linePrinter } from '../logs/log-printer.ts';
import { mergeByTime } from '../logs/merge-by-time.ts';
import { openEngine } from '../open-engine.ts';
import { outTheme } from '../out.ts';
import { findProject } from '../stack.ts';

/** Hides the sensitive outputs that jobs of the project have passed on. */
async function maskerOf(engine: Engine, project: string, jobs: Iterable<string>, signal: AbortSignal): Promise<Masker> {
  const documents = await engine.memory(project).read(signal);
  const masker = new Masker();
  for (const job of jobs) {
    const { done } = recordOf(documents, job);
    if (done) masker.learn(sensitiveValues(replayedOutputs(done)));
  }
  return masker;
}

function refuseUnknown(units: readonly string[], known: ReadonlySet<string>, project: string): void {
  const unknown = units.find((unit) => !known.has(unit));
  if (unknown === undefined) return;
  const similar = suggest(unknown, known);
  const hint = similar === undefined ? 'run "devstack ps" for what there is' : `did you mean "${similar}"?`;
  const message = `"${project}" has no unit "${unknown}"`;
  throw new DevstackError({ code: 'unknown-unit', family: 'usage', message, hint });
}

/** The lines that there are, in the order of time, each with its container. */
function linesUntilNow(
  engine: Engine,
  containers: readonly ObservedContainer[],
  tail: number | 'all' = 'all',
  signal: AbortSignal,
): AsyncIterable<LogLine & { readonly container: ObservedContainer }> {
  const options = { follow: false, ...(tail === 'all' ? {} : { tail }) };
  return mergeByTime(
    containers.map(async function* (container) {
      for await (const line of engine.logs(container.handle, options, signal)) yield { ...line, container };
    }),
  );
}

/** Prints what the units have written, and goes on with what they write while `--follow`. */
export const logs: Handler = async ({ options, units }, shell) => {
  const { signal } = new AbortController();
  const { name: project, manifest } = await findProject(options, shell);
  const engine = await openEngine(shell);
  try {
    const { containers } = await engine.observe(project, signal);
    const known = new Set([...(manifest?.units.keys() ?? []), ...containers.map(({ unit }) => unit)]);
    refuseUnknown(units, known, project);
    const isWanted = ({ unit }: ObservedContainer): boolean => units.length === 0 || units.includes(unit);
    const wanted = containers.filter(isWanted);
    const masker = await maskerOf(engine, project, known, signal);
    const style = { theme: outTheme(shell), timestamps: options.timestamps === true, mask: masker.apply };
    const print = linePrinter(
      shell.stdout,
      wanted.map(({ instance }) => instance),
      style,
    );

    const source: LogSource = { engine, project, isWanted, cursors: new Map(), print };
    for await (const line of linesUntilNow(engine, wanted, options.tail, signal)) {
      await print(line.container.instance, line);
      source.cursors.set(line.container.handle, line.cursor);
    }
    if (options.follow) await followLogs(source, signal);
    return exitCodes.ok;
  } finally {
    engine.close();
  }
};
