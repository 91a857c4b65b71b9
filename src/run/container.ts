import { configOf } from '../plan/config-of.ts';
import type { ContainerSpec } from '../plan/container-spec.ts';
import type { PlannedUnit } from '../plan/plan.ts';
import { specOf } from '../plan/spec-of.ts';
import { probePortsOf } from './assess.ts';
import type { RunContext, Work } from './context.ts';
import { outputValues } from './jobs/outputs.ts';
import type { Priority } from './limiter.ts';

/** The container that an instance is to have, with all outputs that are known by now. */
export function specFor({ plan, outputs, ground }: RunContext, unit: PlannedUnit, index: number): ContainerSpec {
  const probePorts = probePortsOf(unit, ground.route);
  return specOf(plan(), unit, index, { outputs: outputValues(outputs), probePorts });
}

/** The handle of a new container for an instance; the one that was made ahead, when there is one. */
export async function freshContainer(context: RunContext, work: Work): Promise<string> {
  if (!context.prepared.has(work.instance)) await discardOld(context, work);
  return await createOnce(context, work, 'start');
}

/** Makes a container ahead of its turn, unless an old one stands in its place; its image comes in any case. */
export async function prepare(context: RunContext, work: Work): Promise<void> {
  const action = context.assessment().byInstance.get(work.instance);
  const isNew = action?.container === undefined && !context.records.get(work.unit.name)?.done;
  if (isNew) await createOnce(context, work, 'ahead');
  else await ensureImage(context, work);
}

/** An instance's turn may come while its container is being made ahead: there is one all the same. */
function createOnce(context: RunContext, work: Work, priority: Priority): Promise<string> {
  const underWay = context.prepared.get(work.instance);
  if (underWay !== undefined) return underWay;
  const created = createContainer(context, work, priority);
  context.prepared.set(work.instance, created);
  return created;
}

async function createContainer(context: RunContext, work: Work, priority: Priority): Promise<string> {
  const { engine, limiter, emit } = context;
  const { instance, unit, index, signal } = work;
  await ensureImage(context, work);
  emit({ type: 'unit.creating', instance });
  const spec = specFor(context, unit, index);
  const create = () => engine.create(spec, configOf(spec, context.key), signal);
  const handle = await limiter.run(priority, signal, create);
  emit({ type: 'unit.created', instance, container: handle });
  return handle;
}

/** Stops and removes the container that stands where a new one has to; its anonymous volumes go with it. */
async function discardOld(context: RunContext, { instance, signal }: Work): Promise<void> {
  const old = context.containers.get(instance);
  if (old === undefined) return;
  const { engine, containers } = context;
  if (old.status.kind === 'running') await engine.stop(old.handle, signal);
  await engine.remove(old.handle, signal);
  containers.delete(instance);
}

/** Pulls a unit's image where the engine does not have it; units with the same image share one pull. */
async function ensureImage(context: RunContext, { instance, unit, signal }: Work): Promise<void> {
  const { image } = unit.unit;
  const known = context.images.get(image);
  if (known !== undefined) return await known;
  const arrival = pullMissing(context, image, () => context.emit({ type: 'unit.pulling', instance, image }), signal);
  context.images.set(image, arrival);
  await arrival;
}

async function pullMissing(
  context: RunContext,
  image: string,
  pulling: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { engine, clock, emit } = context;
  if ((await engine.imageId(image, signal)) !== undefined) return;
  const began = clock.monotonic();
  pulling();
  await engine.pull(image, (progress) => emit({ type: 'image.progress', image, ...progress }), signal);
  emit({ type: 'image.pulled', image, durationMs: clock.monotonic() - began });
}
