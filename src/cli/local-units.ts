import { DevstackError, type Failure, failureOf } from '../core/failure.ts';
import type { MixedEngine } from '../engine/mixed-engine.ts';
import type { Local } from '../plan/host-units.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan, PlannedUnit } from '../plan/plan.ts';
import type { Selection } from '../plan/select-units.ts';
import type { Options } from './command.ts';
import type { Stack } from './stack.ts';

/** Units that are to run on this machine: `--local api,worker`, or `--local all`. */
export function localOf({ local }: Options): Local | undefined {
  const names = local?.flatMap((text) => text.split(',')).map((name) => name.trim());
  return names?.includes('all') ? 'all' : names?.filter((name) => name !== '');
}

/**
 * The plan with each unit where it can run: without an engine for containers all of them on this machine, if all have
 * a host form, of which a note tells. Throws `engine-unreachable` with the names of those that need the engine.
 */
export async function placedPlan(
  engine: MixedEngine,
  { manifest, plan }: Stack,
  selection: Selection,
  note: (message: string) => void,
): Promise<Plan> {
  const inContainers = unitsOf(plan).filter(({ unit }) => unit.place !== 'host');
  const host = unitsOf(plan).some(({ unit }) => unit.place === 'host');
  const isChoice = inContainers.some(({ unit }) => unit.process !== undefined);
  const unreachable = isChoice || (host && inContainers.length > 0) ? await whyUnreachable(engine) : undefined;
  if (unreachable === undefined) {
    engine.use({ host, containers: inContainers.length > 0, hostVolumes: hostVolumesOf(plan) });
    return plan;
  }
  const local = planWithoutEngine({ manifest, plan }, selection);
  if (local === undefined) throw needed(unreachable, inNeedOf(plan));
  engine.use({ host: true, containers: false, hostVolumes: hostVolumesOf(local) });
  note('there is no container engine, so that all units run as processes of this machine');
  return local;
}

/** The plan with all units as processes of this machine; undefined where some of them have no host form. */
export const planWithoutEngine = (
  { manifest, plan }: Pick<Stack, 'manifest' | 'plan'>,
  selection: Selection,
): Plan | undefined =>
  inNeedOf(plan).length > 0 ? undefined : makePlan(manifest, { ...selection, local: 'all' }).plan;

/** Names of units that can run in containers alone. */
const inNeedOf = (plan: Plan): readonly string[] =>
  unitsOf(plan)
    .filter(({ unit }) => unit.place !== 'host' && unit.process === undefined)
    .map(({ name }) => name);

/** Those that have an instance. */
const unitsOf = ({ units }: Plan): readonly PlannedUnit[] =>
  [...units.values()].filter(({ instances }) => instances.length > 0);

const hostVolumesOf = ({ volumes }: Plan): ReadonlySet<string> =>
  new Set(volumes.filter(({ place }) => place === 'host').map(({ name }) => name));

async function whyUnreachable(engine: MixedEngine): Promise<Failure | undefined> {
  try {
    engine.use({ host: false, containers: true });
    await engine.info(new AbortController().signal);
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === 'engine-unreachable') return failure;
    throw error;
  }
}

function needed(failure: Failure, units: readonly string[]): DevstackError {
  const names = units.map((name) => `"${name}"`).join(', ');
  const message = `${failure.message}; ${units.length === 1 ? `${names} needs it` : `these units need it: ${names}`}`;
  return new DevstackError({ ...failure, message });
}
