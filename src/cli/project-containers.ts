import { DevstackError } from '../core/failure.ts';
import { didYouMean } from '../core/suggest.ts';
import { unitOf } from '../core/unit-state.ts';
import type { Engine } from '../engine/engine.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import { teardownOrder } from '../plan/teardown-order.ts';
import type { Project } from './stack.ts';

/**
 * Containers of a project, of all units or of those named, in the order in which they come up. Throws `unknown-unit`
 * for a name that neither the manifest nor the engine knows.
 */
export async function containersOf(
  engine: Engine,
  { name, manifest }: Project,
  units: readonly string[],
  signal: AbortSignal,
): Promise<readonly ObservedContainer[]> {
  const { containers } = await engine.observe(name, signal);
  const known = new Set([...(manifest?.units.keys() ?? []), ...containers.map(({ unit }) => unit)]);
  for (const unit of units) if (!known.has(unit)) throw unknownUnit(name, unit, known);
  const ordered = teardownOrder(containers).toReversed().flat();
  return units.length === 0 ? ordered : ordered.filter(({ unit }) => units.includes(unit));
}

function unknownUnit(project: string, unit: string, known: ReadonlySet<string>): DevstackError {
  const hint = didYouMean(unit, known) ?? 'run "devstack ps" for what there is';
  return new DevstackError({
    code: 'unknown-unit',
    family: 'usage',
    message: `"${project}" has no unit "${unit}"`,
    hint,
  });
}

/** The container of one instance. Throws `nothing-running` where it is not there, or (`running`) does not run. */
export async function containerOf(
  engine: Engine,
  project: Project,
  unit: string,
  { index = 1, running }: { readonly index?: number | undefined; readonly running: boolean },
  signal: AbortSignal,
): Promise<ObservedContainer> {
  const containers = await containersOf(engine, project, [unit], signal);
  const found = containers.find(({ instance }) => instance === `${unit}#${index}`);
  const which = index === 1 ? `"${unit}"` : `number ${index} of "${unit}"`;
  if (found === undefined) throw notThere(`${which} has no container`, `start it with: devstack up ${unit}`);
  if (!running || found.status.kind === 'running') return found;
  throw notThere(`${which} does not run`, `start it with: devstack up ${unitOf(found.instance)}`);
}

const notThere = (message: string, hint: string): DevstackError =>
  new DevstackError({ code: 'nothing-running', family: 'usage', message, hint });
