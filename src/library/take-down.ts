import { askedNow, askedOptions } from '../cli/asked.ts';
import { sweepStale } from '../cli/isolated/sweep-stale.ts';
import { beginGuard } from '../engine/process/begin-guard.ts';
import { down } from '../run/down.ts';
import { openIsolated } from '../run/isolated/isolated-stack.ts';
import { systemClock } from '../run/system-clock.ts';
import type { Footing } from './footing.ts';
import { incomplete, perform } from './perform.ts';

/** Takes a stack down; throws a `TeardownError` where something is left. */
export type TakeDown = () => Promise<void>;

/** Takes down what `devstack up` brings up: its data stays. */
export function keepingData(footing: Footing): TakeDown {
  const { project, plan } = footing;
  return async () => {
    await perform(footing, { command: 'down', units: [], onAbort: 'detach' }, (options) =>
      down({
        ...options,
        project: project.name,
        removeVolumes: false,
        images: [],
        plan,
        hooksOf: (unit) => project.manifest.units.get(unit),
      }),
    );
  };
}

/**
 * Takes down a stack that is there for this process only, with all that is its own. From now on it goes with the
 * process, too, whatever ends that; and so do those of processes that have ended without.
 */
export async function withEverything(footing: Footing, signal: AbortSignal): Promise<TakeDown> {
  const { engine, host, project, plan, onEvent } = footing;
  const { manifest } = project;
  const common = { engine, clock: systemClock, ...askedOptions(askedNow('test', []), manifest, { host }) };
  const guard = (name: string) => beginGuard(name, host);
  const stack = await openIsolated({ ...common, plan, manifest, guard }, signal);
  const sweeping = sweepStale(common, (message) => onEvent({ at: systemClock.now(), type: 'warning', message }));
  return async () => {
    const isGone = await stack.remove(onEvent);
    await sweeping;
    if (!isGone) throw incomplete();
  };
}
