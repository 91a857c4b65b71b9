import { isDeepStrictEqual } from 'node:util';
import type { AddressFacts } from '../plan/addresses/settle-address.ts';
import { configOf } from '../plan/config-of.ts';
import type { ContainerSpec } from '../plan/container-spec.ts';
import type { PlannedUnit } from '../plan/plan.ts';
import { type SpecInput, specOf } from '../plan/spec-of.ts';
import { addressFactsOf, hideAddresses } from './address-facts.ts';
import { anonymousVolumes, withInherited } from './anonymous-volumes.ts';
import type { Prepared, RunContext, Work } from './context.ts';
import { environmentIdOf } from './environment-id.ts';
import { preStop } from './hooks/pre-stop.ts';
import { provideImage } from './images/provide-image.ts';
import { checkGiven } from './jobs/check-given.ts';
import { outputValues } from './jobs/outputs.ts';
import type { Priority } from './limiter.ts';
import { chosenPorts } from './ports/chosen-ports.ts';
import { probePortsOf } from './readiness/probe-ports.ts';

/**
 * The container that an instance is to have, with all outputs and addresses that are known by now; throws where these do
 * not do.
 */
export const specFor = (context: RunContext, unit: PlannedUnit, index: number): ContainerSpec =>
  specOf(context.plan(), unit, index, givenTo(context, unit));

/** What goes into a container beside what its manifest says, as far as it is known by now; throws where that does not do. */
export function givenTo(context: RunContext, unit: PlannedUnit): SpecInput & { readonly addresses: AddressFacts } {
  const { plan, ground, key } = context;
  const probePorts = probePortsOf(plan(), unit, ground.routeOf(unit.name));
  const outputs = outputValues(context.outputs);
  const addresses = addressFactsOf(context);
  checkGiven(unit, outputs, addresses);
  return { outputs, environmentId: environmentIdOf(key), probePorts, addresses };
}

/** The handle of a new container for an instance; the one that was made ahead, when there is one. */
export async function freshContainer(context: RunContext, work: Work): Promise<string> {
  if (!(await wasPrepared(context, work))) await discardOld(context, work);
  return await createOnce(context, work, 'start');
}

/** Whether its container was made ahead as it has to be: a job that promises no outputs may have passed some on since. */
async function wasPrepared(context: RunContext, { instance, unit, index, signal }: Work): Promise<boolean> {
  const ahead = context.prepared.get(instance);
  if (ahead === undefined || unit.outputsFrom.length === 0) return ahead !== undefined;
  const config = configOf(specFor(context, unit, index), context.key);
  if (isDeepStrictEqual(ahead.config, config)) return true;
  await context.engine.remove(await ahead.handle, { volumes: true }, signal);
  context.prepared.delete(instance);
  return false;
}

/** The handle of one more container for an instance, in place of one that has ended. */
export async function anotherContainer(context: RunContext, work: Work, ended: string): Promise<string> {
  await context.engine.remove(ended, { volumes: true }, work.signal);
  context.prepared.delete(work.instance);
  return await createOnce(context, work, 'start');
}

/** Makes a container ahead of its turn, unless an old one stands in its place; its image comes in any case. */
export async function prepare(context: RunContext, work: Work): Promise<void> {
  const action = context.assessment().byInstance.get(work.instance);
  const isNew = action?.container === undefined && !context.records.get(work.unit.name)?.done;
  const { unit } = work.unit;
  // What a job with migrations has to do is known only when its turn comes.
  const isKnown = unit.kind === 'service' || unit.migrations === undefined;
  if (isNew && isKnown) await createOnce(context, work, 'ahead');
  else await ensureImage(context, work);
}

/** An instance's turn may come while its container is being made ahead: there is one all the same. */
function createOnce(context: RunContext, work: Work, priority: Priority): Promise<string> {
  const underWay = context.prepared.get(work.instance);
  if (underWay !== undefined) return underWay.handle;
  const spec = specFor(context, work.unit, work.index);
  const config = configOf(spec, context.key);
  const handle = createContainer(context, work, { spec, config }, priority);
  context.prepared.set(work.instance, { handle, config });
  return handle;
}

async function createContainer(
  context: RunContext,
  work: Work,
  { spec, config }: { readonly spec: ContainerSpec; readonly config: Prepared['config'] },
  priority: Priority,
): Promise<string> {
  const { engine, limiter, emit, info } = context;
  const { instance, unit, signal } = work;
  await ensureImage(context, work);
  emit({ type: 'unit.creating', instance });
  for (const key of info.ignores(spec)) {
    const message = `this engine ignores "${key}" of ${unit.kind} "${unit.name}"`;
    emit({ type: 'warning', message, hint: `${info.description} can not do it` });
  }
  for (const [alias, original] of unit.unit.aliases) {
    if (spec.environment.has(alias)) continue;
    const message = `"${alias}" of ${unit.kind} "${unit.name}" stands for "${original}", which nothing has given it`;
    emit({ type: 'warning', message, hint: 'see what its jobs have written: devstack job outputs NAME' });
  }
  await hideAddresses(context, unit);
  const inherited = context.inherited.get(instance) ?? [];
  const warn = (warning: string): void =>
    emit({ type: 'warning', message: `the engine warns about ${unit.kind} "${unit.name}": ${warning}` });
  const adapt = context.adapted.get(instance) ?? ((same: ContainerSpec) => same);
  const mounts = withInherited(spec.mounts, inherited);
  const wanted = adapt({ ...spec, mounts, portsForHost: await chosenPorts(context, spec) });
  const create = () => engine.create(wanted, config, signal, warn);
  const handle = await limiter.run(priority, signal, create);
  emit({ type: 'unit.created', instance, container: handle });
  return handle;
}

/** Stops and removes the container that stands where a new one has to. A service's data goes on to the new one. */
export async function discardOld(context: RunContext, { instance, unit, signal }: Work): Promise<void> {
  const old = context.assessment().byInstance.get(instance)?.container ?? context.containers.get(instance);
  if (old === undefined) return;
  const { engine, containers, found, policy, inherited } = context;
  found.set(old.handle, 'leaving');
  if (old.status.kind === 'running') {
    await preStop(context, unit.unit, old, policy.graceMs, signal);
    await engine.stop(old.handle, signal, policy.graceMs);
  }
  const keepsData = old.kind === 'service' && !policy.renewAnonymousVolumes;
  if (keepsData) inherited.set(instance, anonymousVolumes(old));
  await engine.remove(old.handle, { volumes: !keepsData }, signal);
  containers.delete(instance);
}

/**
 * Fetches or builds a unit's image where the engine does not have it; units with the same image share that, and where the
 * one that has begun with it is cancelled, another goes on.
 */
export async function ensureImage(context: RunContext, { instance, unit, signal }: Work): Promise<void> {
  const { images } = context;
  const { image, place } = unit.unit;
  if (place === 'host') return;
  for (;;) {
    const arrival = images.get(image) ?? arrive(context, unit, instance, signal);
    if (!images.has(image)) {
      images.set(image, arrival);
      arrival.catch(() => signal.aborted && images.delete(image));
    }
    try {
      return await arrival;
    } catch (error) {
      if (signal.aborted || images.get(image) === arrival) throw error;
    }
  }
}

async function arrive(
  context: RunContext,
  { unit }: PlannedUnit,
  instance: Work['instance'],
  signal: AbortSignal,
): Promise<void> {
  const { engine, clock, emit, policy, plan, imageLimiter } = context;
  const present = await engine.image(unit.image, signal);
  const work = { engine, clock, emit, project: plan().project, policy: policy.images, signal };
  // Fetched or built already in this run, if that was asked for though it is there.
  if (present !== undefined) return;
  await imageLimiter.run('start', signal, () => provideImage(work, unit, instance, present));
  emit({ type: 'unit.fetched', instance, image: unit.image });
}
