import { containersOf } from '../cli/project-containers.ts';
import { DevstackError } from '../core/failure.ts';
import { withFollowers } from '../plan/with-followers.ts';
import { stop } from '../run/stop.ts';
import { bringUp } from './bring-up.ts';
import type { Footing } from './footing.ts';
import { perform } from './perform.ts';

const never = new AbortController().signal;

/** Stops units in reverse order, or (none named) the whole stack with the stop events of its jobs. */
export async function stopUnits(footing: Footing, units: readonly string[], signal?: AbortSignal): Promise<void> {
  const { engine, project, plan } = footing;
  // A typing error is told before anything is stopped.
  await containersOf(engine, project, units, signal ?? never);
  await perform(
    footing,
    { command: 'stop', units, onAbort: 'detach' },
    (options) =>
      stop({
        ...options,
        project: project.name,
        withEvents: units.length === 0,
        plan,
        ...(units.length > 0 && { units: new Set(units) }),
        hooksOf: (unit) => project.manifest.units.get(unit),
      }),
    signal,
  );
}

/** Starts services whose containers are there, in order, and waits until they are ready. */
export async function startUnits(footing: Footing, units: readonly string[], signal?: AbortSignal): Promise<void> {
  const scale = await countsOf(footing, units, signal);
  if (scale.size === 0) throw nothingToStart(footing.project.name, units);
  const plan = footing.planOf({ units: [...scale.keys()], alone: true, scale });
  const deed = { command: 'start', units, onAbort: 'detach' } as const;
  await bringUp(footing, plan, { renewalOf: () => 'never' }, deed, signal);
}

/** Stops units and those that restart with them, and starts them again. */
export async function restartUnits(footing: Footing, units: readonly string[], signal?: AbortSignal): Promise<void> {
  const wanted = await countsOf(
    footing,
    units.length === 0 ? [] : withFollowers(footing.project.manifest, units),
    signal,
  );
  if (wanted.size === 0) throw nothingToStart(footing.project.name, units);
  await stopUnits(footing, [...wanted.keys()], signal);
  await startUnits(footing, [...wanted.keys()], signal);
}

/** How many containers there are of each service. */
async function countsOf(
  { engine, project }: Footing,
  units: readonly string[],
  signal = never,
): Promise<ReadonlyMap<string, number>> {
  const containers = await containersOf(engine, project, units, signal);
  const services = containers.filter(({ kind }) => kind === 'service');
  return new Map([...Map.groupBy(services, ({ unit }) => unit)].map(([unit, { length }]) => [unit, length]));
}

function nothingToStart(project: string, units: readonly string[]): DevstackError {
  const what = units.length === 0 ? `"${project}"` : units.map((unit) => `"${unit}"`).join(', ');
  const message = `there is no container of ${what} that could be started`;
  return new DevstackError({ code: 'nothing-running', family: 'usage', message });
}
