import type { Manifest } from '../manifest/model.ts';
import type { SessionOptions } from '../run/session.ts';
import { systemClock } from '../run/system-clock.ts';
import type { Shell } from './shell.ts';

/** What was asked for on the command line, for others that want the lock and for the history. */
export interface Asked {
  readonly command: string;
  /** units that were named */
  readonly units: readonly string[];
  /** when, ms since the epoch: runs of one command have it in common */
  readonly since: number;
}

/** A command that is carried out from now on. */
export const askedNow = (command: string, units: readonly string[]): Asked => ({
  command,
  units,
  since: systemClock.now(),
});

/** What a run is told of it. */
export function askedOptions(
  { command, units, since }: Asked,
  manifest: Manifest | undefined,
  { host }: Pick<Shell, 'host'>,
): Pick<SessionOptions, 'holder' | 'asked'> {
  return {
    holder: { command, host: host.name, process: host.process, since },
    asked: { units, files: manifest === undefined ? [] : [manifest.file] },
  };
}
