import type { Exit } from '../engine.ts';
import { lostExitCode } from './control.ts';
import { processFailure } from './failures.ts';
import { FolderWatch } from './folder-watch.ts';
import type { FoundUnit, Units } from './units.ts';

/** The next end of a unit, or the one that it already had. */
export function waitForEnd(
  units: Units,
  handle: string,
  signal: AbortSignal,
): { readonly armed: Promise<void>; readonly exit: Promise<Exit> } {
  // An end stays written down, so that none is missed however late it is looked for.
  return { armed: Promise.resolve(), exit: untilEnd(units, handle, signal) };
}

async function untilEnd(units: Units, handle: string, signal: AbortSignal): Promise<Exit> {
  signal.throwIfAborted();
  let found = await units.find(handle);
  if (found === undefined) throw gone();
  using watch = new FolderWatch(found.folder);
  for (;;) {
    const exitCode = found && endOf(found);
    if (exitCode !== undefined) return { exitCode, oomKilled: false };
    await watch.changed(signal);
    found = await units.find(handle);
    if (found === undefined) throw gone();
  }
}

function endOf({ state, isLost }: FoundUnit): number | undefined {
  if (isLost) return lostExitCode;
  return state.kind === 'exited' || state.kind === 'restarting' ? state.exitCode : undefined;
}

const gone = () => processFailure('not-found', 'what was waited for is gone');
