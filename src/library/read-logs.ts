import { followLogs } from '../cli/logs/follow-logs.ts';
import { linesUntilNow } from '../cli/logs/lines-until-now.ts';
import { maskerOf } from '../cli/masker-of.ts';
import { containersOf } from '../cli/project-containers.ts';
import { type InstanceId, unitOf } from '../core/unit-state.ts';
import type { LogLine as EngineLine } from '../engine/engine.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { Footing } from './footing.ts';
import type { LogLine, LogOptions } from './options.ts';
import type { Push } from './stream-of.ts';

/** What units have written, and with `follow` what they write from then on; masked. */
export async function readLogs(
  { engine, project }: Footing,
  { units = [], follow = false, tail, since }: LogOptions,
  push: Push<LogLine>,
  signal: AbortSignal,
): Promise<void> {
  const wanted = await containersOf(engine, project, units, signal);
  const masker = await maskerOf(engine, project.name, signal);
  const print = (instance: InstanceId, { stream, line, at }: EngineLine): Promise<void> =>
    push({ unit: unitOf(instance), instance, stream, line: masker.apply(line), at });
  const cursors = new Map<string, string>();
  const start = { ...(since && { since: `${since.toISOString()}#0` }), ...(tail !== undefined && { tail }) };
  for await (const line of linesUntilNow(engine, wanted, start, signal)) {
    await print(line.container.instance, line);
    cursors.set(line.container.handle, line.cursor);
  }
  if (!follow) return;
  const isWanted = ({ unit }: ObservedContainer): boolean => units.length === 0 || units.includes(unit);
  const learn = async () => void (await maskerOf(engine, project.name, signal, masker));
  const source = { engine, project: project.name, isWanted, known: wanted, start, cursors, print, learn };
  await followLogs(source, signal);
}
