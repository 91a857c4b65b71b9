import { formatDuration } from '../core/duration.ts';
import type { Failure } from '../core/failure.ts';
import { configOf } from '../plan/config-of.ts';
import { decideAction } from '../plan/decide-action.ts';
import { type ObservedContainer, startOf } from '../plan/observed.ts';
import type { PlannedService } from '../plan/plan.ts';
import { renewalIn } from './assess.ts';
import { freshContainer, specFor } from './container.ts';
import type { RunContext, Work } from './context.ts';
import { lastLines, unitFailure } from './evidence.ts';
import { preStart } from './hooks/pre-start.ts';
import { preStop } from './hooks/pre-stop.ts';
import { runInContainer } from './hooks/run-in-container.ts';
import { isOpen, tellPublished } from './ports/tell-published.ts';
import { askFor } from './readiness/ask-for.ts';
import { withImageHealth } from './readiness/image-health.ts';
import { inTime } from './readiness/in-time.ts';
import { probesNetwork } from './readiness/probes-network.ts';
import { untilAllReady } from './readiness/until-all-ready.ts';
import { loadWaitOn } from './readiness/wait-on-once.ts';
import { seeNetworkOf } from './readiness/with-network.ts';
import { serviceEnd, serviceRemoved } from './service-end.ts';
import { startContainer } from './start-container.ts';

/** Carries out a service's turn: keeps, starts, makes or replaces its container, and waits until it is ready. */
export async function launchService(context: RunContext, work: Work<PlannedService>): Promise<void> {
  const { emit, containers, engine, found, policy } = context;
  const { instance } = work;
  const container = containers.get(instance);
  const action = settledAction(context, work, container);
  switch (action) {
    case 'keep':
      if (container === undefined) break;
      return await keep(context, work, container);
    case 'start':
      if (container === undefined) break;
      emit({ type: 'unit.starting', instance });
      return await bringUp(context, work, container.handle);
    case 'restart':
      if (container === undefined) break;
      emit({ type: 'unit.starting', instance });
      found.set(container.handle, 'leaving');
      await preStop(context, work.unit.unit, container, policy.graceMs, work.signal);
      await engine.stop(container.handle, work.signal, policy.graceMs);
      // Its start of before is over: the next one is this run's own.
      containers.delete(instance);
      found.delete(container.handle);
      return await bringUp(context, work, container.handle);
    case 'create':
    case 'recreate':
    case 'adopt':
    case 'run':
    case 'remove':
      break;
  }
  emit({ type: 'unit.starting', instance });
  const handle = await freshContainer(context, work);
  const failure = await preStart(context, work);
  if (failure !== undefined) return emit({ type: 'unit.failed', instance, failure });
  await bringUp(context, work, handle);
}

/** Starts a container, runs what is to run in it first, and waits until it is ready. */
async function bringUp(context: RunContext, work: Work<PlannedService>, handle: string): Promise<void> {
  const { instance, unit, signal } = work;
  const started = startContainer(context, work, handle);
  // While the engine starts the first that needs it: loading keeps this process busy for a while.
  if (probesNetwork(unit.unit)) setImmediate(() => void loadWaitOn());
  await started;
  const container = { handle, instance, unit: unit.name };
  const failure = await runInContainer(context, 'post_start', unit.unit.hooks.postStart, container, signal);
  if (failure !== undefined) return context.emit({ type: 'unit.failed', instance, failure });
  await awaitReady(context, work, handle);
}

/** What was decided at the look, or is decided now that the outputs of jobs are known. */
function settledAction(
  context: RunContext,
  { instance, unit, index }: Work<PlannedService>,
  container?: ObservedContainer,
) {
  const assessed = context.assessment().byInstance.get(instance);
  if (assessed !== undefined && assessed.pendingOn.length === 0) return assessed.action;
  const config = configOf(specFor(context, unit, index), context.key);
  const renewal = renewalIn(context.plan(), context.policy, unit.name);
  return decideAction(unit, container, { config }, () => undefined, renewal).action;
}

async function keep(context: RunContext, work: Work<PlannedService>, { handle }: ObservedContainer): Promise<void> {
  const { emit, assessment, found, limiter } = context;
  const { instance, signal } = work;
  found.set(handle, 'kept');
  emit({ type: 'unit.started', instance, container: handle, adopted: true });
  // The look that decided this is older than the watch on the engine: between the two it may have ended.
  const container = await limiter.run('probe', signal, () => stillThere(context, work, handle));
  if (container === undefined) return;
  const { status } = container;
  if (assessment().knownReady.has(instance) && status.kind === 'running') {
    tellPublished(context, instance, work.unit.unit, container);
    return emit({ type: 'unit.ready', instance, by: { kind: 'kept' }, startedAt: status.startedAt });
  }
  await awaitReady(context, work, handle);
}

/** A container that has not ended; undefined where it has, which is told then. */
async function stillThere(
  context: RunContext,
  { unit, index, signal }: Work<PlannedService>,
  handle: string,
): Promise<ObservedContainer | undefined> {
  const { engine, emit } = context;
  const container = await engine.inspect(handle, signal);
  if (container !== undefined && container.status.kind !== 'exited') return container;
  emit(container === undefined ? serviceRemoved(unit, index) : await serviceEnd(context, unit, container, undefined));
  return undefined;
}

/** How long the engine may say nothing of a container between two starts until it is looked at again, ms. */
const restartPause = 1000;

/** The same, once it runs: between two starts it has no address to be asked at. Told as not ready where its time is over. */
async function onceItRuns(
  context: RunContext,
  work: Work<PlannedService>,
  handle: string,
): Promise<ObservedContainer | undefined> {
  let news: Promise<void> | undefined;
  for (;;) {
    const container = await stillThere(context, work, handle);
    if (container?.status.kind !== 'restarting') return container;
    if (timeLeft(context, work) === 0) {
      const reason = `it has been started again and again, and exited with code ${container.status.exitCode}`;
      const failure = await notReadyFailure(context, work, handle, reason);
      context.emit({ type: 'unit.failed', instance: work.instance, failure });
      return undefined;
    }
    news ??= context.news.next(handle, work.signal);
    const pause = Math.min(restartPause, timeLeft(context, work));
    if ((await inTime(news, pause, context.clock, work.signal)) !== 'late') news = undefined;
  }
}

/** Probes a running service until it is ready or its time is over. */
export async function awaitReady(context: RunContext, work: Work<PlannedService>, handle: string): Promise<void> {
  const { clock, emit } = context;
  const { instance, unit, signal } = work;
  const readiness = await withImageHealth(context, unit.unit, signal);
  const startedAt = clock.now();
  const runs = { type: 'unit.ready', instance, by: { kind: 'running' }, startedAt } as const;
  if (readiness.checks.length === 0 && !unit.unit.ports.some(isOpen)) return emit(runs);
  // Ended already, perhaps before anyone watched.
  const container = await onceItRuns(context, work, handle);
  if (container === undefined) return;
  context.containers.set(instance, container);
  tellPublished(context, instance, unit.unit, container);
  await seeNetworkOf(context, unit.name, signal);
  const asked = askFor(context, readiness, container, signal);
  if (asked.length === 0) return emit(runs);
  const probe = asked.map(({ name }) => name).join(' and ');
  emit({ type: 'unit.probing', instance, probe, route: [...new Set(asked.map(({ route }) => route))].join(', ') });
  const within = timeLeft(context, work);
  const verdict = await untilAllReady(asked, within, clock, signal, (attempt, error, nextMs) =>
    emit({ type: 'unit.probe', instance, attempt, error, nextMs }),
  );
  if (verdict.kind === 'timeout') {
    const failure = await notReadyFailure(context, work, handle, verdict.reason);
    return emit({ type: 'unit.failed', instance, failure });
  }
  context.waitingSince.delete(instance);
  if (container.status.kind === 'running') context.readySince.set(handle, startOf(container.status));
  emit({ type: 'unit.ready', instance, by: { kind: 'probe', probe, attempts: verdict.attempts }, startedAt });
}

/** A service that the engine starts again and again has one time for all of its starts, ms. */
function timeLeft({ waitingSince, clock }: RunContext, { instance, unit }: Work<PlannedService>): number {
  const since = waitingSince.get(instance) ?? clock.monotonic();
  waitingSince.set(instance, since);
  return Math.max(0, unit.unit.readiness.within - (clock.monotonic() - since));
}

async function notReadyFailure(
  { engine }: RunContext,
  { unit }: Work<PlannedService>,
  handle: string,
  reason: string,
): Promise<Failure> {
  const within = formatDuration(unit.unit.readiness.within);
  const message = `service "${unit.name}" was not ready within ${within}: ${reason}`;
  const evidence = { probe: reason, logs: await lastLines(engine, handle) };
  return unitFailure('not-ready', message, evidence, 'see its log, or give it more time with "ready_timeout"');
}
