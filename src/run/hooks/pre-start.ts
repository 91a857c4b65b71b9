import type { Failure } from '../../core/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Hook } from '../../manifest/hook-model.ts';
import type { ContainerSpec } from '../../plan/container-spec.ts';
import type { PlannedService } from '../../plan/plan.ts';
import { specFor } from '../container.ts';
import type { RunContext, Work } from '../context.ts';
import { lastLines } from '../evidence.ts';
import { withinOrLate } from '../within.ts';
import { hookFailure, lateHook } from './run-in-container.ts';

/** Longest that the removal of a hook's container may take, ms. */
const removeDeadline = 60_000;

/**
 * Runs a service's `pre_start` commands before the start of a new container, each in a container of its own that has
 * its volumes and networks. Those that are not per replica run for the first one, unless another one runs already
 * (Compose Specification, `pre_start`).
 */
export async function preStart(context: RunContext, work: Work<PlannedService>): Promise<Failure | undefined> {
  const { preStart: hooks } = work.unit.unit.hooks;
  const once = work.index === 1 && !othersRun(context, work);
  const due = hooks.map((hook, at) => ({ hook, at })).filter(({ hook }) => hook.perReplica || once);
  // They get what the service gets.
  if (due.length > 0) await context.mayStart;
  for (const { hook, at } of due) {
    context.emit({
      type: 'unit.hook',
      instance: work.instance,
      hook: 'pre_start',
      number: at + 1,
      of: hooks.length,
    });
    const failure = await runInOwn(context, work, hook, at);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function othersRun({ containers }: RunContext, { unit, instance }: Work<PlannedService>): boolean {
  return unit.instances.some((other) => other !== instance && containers.get(other)?.status.kind === 'running');
}

/** Runs one in a container of its own, which is removed with it. */
async function runInOwn(
  context: RunContext,
  work: Work<PlannedService>,
  hook: Hook,
  at: number,
): Promise<Failure | undefined> {
  const { engine, emit, clock } = context;
  const { instance, unit, signal } = work;
  const handle = await engine.create(hookSpec(specFor(context, unit, work.index), hook, at), {}, signal);
  try {
    const exitCode = await withinOrLate(clock, hook.timeout, (scope) => exitCodeOf(engine, handle, scope), signal);
    const lines = await lastLines(engine, handle);
    for (const line of lines) emit({ type: 'log', instance, stream: 'stdout', line });
    if (exitCode === 0) return undefined;
    if (exitCode === 'late') return lateHook('pre_start', at, unit.name, hook.timeout, lines);
    return hookFailure('pre_start', at, unit.name, `exited with code ${exitCode}`, lines);
  } finally {
    await engine.remove(handle, { volumes: true }, AbortSignal.timeout(removeDeadline));
  }
}

async function exitCodeOf(engine: Engine, handle: string, signal: AbortSignal): Promise<number> {
  const { armed, exit } = engine.wait(handle, signal);
  exit.catch(() => undefined);
  await armed;
  await engine.start(handle, signal);
  return (await exit).exitCode;
}

/** The container of a hook: like the service's, without its ports, its fixed addresses and its healthcheck. */
function hookSpec(spec: ContainerSpec, hook: Hook, at: number): ContainerSpec {
  const { healthcheck: _, entrypoint: __, network, ...rest } = spec;
  const user = hook.user === undefined ? {} : { user: hook.user };
  const workingDir = hook.workingDir === undefined ? {} : { workingDir: hook.workingDir };
  const privileged = hook.privileged ? { privileged: true } : {};
  return {
    ...rest,
    ...user,
    ...workingDir,
    name: `${spec.name}-pre-start-${at + 1}`,
    oneOff: true,
    image: hook.image ?? spec.image,
    entrypoint: [],
    command: hook.command,
    environment: new Map([...spec.environment, ...hook.environment]),
    network:
      network.kind === 'networks' ? { ...network, attachments: network.attachments.map(withoutAddress) } : network,
    volumesFrom: [spec.name],
    mounts: [],
    ports: [],
    probePorts: [],
    portsForHost: [],
    restart: { policy: 'no' },
    container: { ...spec.container, ...privileged },
  };
}

type Attached = Extract<ContainerSpec['network'], { kind: 'networks' }>['attachments'][number];

/** Only one container at a time can have an address; the name is the service's own. */
function withoutAddress({ ipv4: _, ipv6: __, macAddress: ___, ...attachment }: Attached): Attached {
  return { ...attachment, aliases: [], linkLocal: [] };
}
