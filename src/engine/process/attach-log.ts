import type { Streams } from '../engine.ts';
import { readLog } from './log-reader.ts';
import { unitPlaces } from './unit-file.ts';
import type { FoundUnit, Units } from './units.ts';

/** Passes on what a unit says from its next start to its end; it has no input. */
export async function attachLog(
  units: Units,
  { folder, handle }: FoundUnit,
  { stdout, stderr }: Streams,
  signal: AbortSignal,
): Promise<void> {
  const hasEnded = async (): Promise<boolean> => {
    const state = (await units.find(handle))?.state;
    return state === undefined || state.kind === 'exited';
  };
  for await (const { stream, line } of readLog(unitPlaces(folder).log, { follow: true }, hasEnded, signal)) {
    (stream === 'stdout' ? stdout : stderr).write(`${line}\n`);
  }
}
