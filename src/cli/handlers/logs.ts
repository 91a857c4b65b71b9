import { DevstackError, exitCodes } from '../../core/failure.ts';
import { instanceId } from '../../core/unit-state.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { Handler } from '../command.ts';
import { followLogs, type LogSource } from '../logs/follow-logs.ts';
import { type LogStart, linesUntilNow } from '../logs/lines-until-now.ts';
import { linePrinter } from '../logs/log-printer.ts';
import { maskerOf } from '../masker-of.ts';
import { parseMoment } from '../option-values.ts';
import { outTheme } from '../out.ts';
import { containersOf } from '../project-containers.ts';
import { findProject } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

/** Prints what the units have written, and goes on with what they write while `--follow`. */
export const logs: Handler = async ({ args, options }, shell) => {
  const { name: project, manifest } = await findProject(options, shell);
  const now = Date.now();
  const since = timeOf('--since', options.since, now);
  const until = timeOf('--until', options.until, now) ?? Number.POSITIVE_INFINITY;
  const { index, tail, follow = false, timestamps = false, logPrefix = true } = options;
  return await withEngine(shell, async (engine, signal) => {
    const isWanted = ({ unit, instance }: ObservedContainer): boolean =>
      (args.length === 0 || args.includes(unit)) && (index === undefined || instance === instanceId(unit, index));
    const known = await containersOf(engine, { name: project, manifest }, args, signal);
    const wanted = known.filter(isWanted);
    const masker = await maskerOf(engine, project, signal);
    const learn = async () => void (await maskerOf(engine, project, signal, masker));
    const instances = wanted.map(({ instance }) => instance);
    const style = { theme: outTheme(shell), timestamps, prefix: logPrefix, mask: masker.apply };
    const print = linePrinter(shell.stdout, instances, style);
    const start: LogStart = {
      ...(since !== undefined && { since: cursorAt(since) }),
      ...(tail !== undefined && tail !== 'all' && { tail }),
    };
    const source: LogSource = { engine, project, isWanted, known: wanted, start, cursors: new Map(), print, learn };
    for await (const line of linesUntilNow(engine, wanted, start, signal)) {
      if (line.at > until) break;
      await print(line.container.instance, line);
      source.cursors.set(line.container.handle, line.cursor);
    }
    if (follow && until === Number.POSITIVE_INFINITY) await followLogs(source, signal);
    return exitCodes.ok;
  });
};

/** A cursor before the first line of this moment. */
const cursorAt = (time: number): string => `${new Date(time).toISOString()}#0`;

/** A moment of an option, ms since the epoch. Throws `usage` for what is none. */
function timeOf(option: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const time = parseMoment(text, now);
  if (time.ok) return time.value;
  throw new DevstackError({ code: 'usage', family: 'usage', message: `"${option}" ${time.reason}` });
}
