import { DevstackError } from '../../core/failure.ts';
import type { Unit } from '../../manifest/model.ts';
import type { Check, Probe, Readiness } from '../../manifest/readiness-model.ts';
import { clientPortOf } from '../../plan/addresses/known-servers.ts';
import { describeProbe } from '../../plan/describe-probe.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { RunContext } from '../context.ts';
import { Limiter } from '../limiter.ts';
import type { Ask, Asking, Target } from './ask.ts';
import { type Bench, execProbe } from './exec-probe.ts';
import { fileProbe } from './file-probe.ts';
import { grpcProbe } from './grpc-probe.ts';
import { healthProbe } from './health-probe.ts';
import { httpProbe } from './http-probe.ts';
import { logProbe } from './log-probe.ts';
import { opening } from './opening.ts';
import { targetOf } from './route.ts';
import { tcpProbe } from './tcp-probe.ts';
import type { Asked } from './until-all-ready.ts';
import { withNetwork } from './with-network.ts';

/**
 * The ways to ask a container all that makes it ready. A preset that was only guessed is left out, with a warning, where
 * it can not be asked from here; any other check then throws `not-ready`.
 */
export function askFor(
  context: RunContext,
  { checks, origin }: Readiness,
  container: ObservedContainer,
  signal: AbortSignal,
): readonly Asked[] {
  const { engine, clock, limiter, crowd } = context;
  const bench = { engine, handle: container.handle, clock, limiter, turn: new Limiter(1) };
  return checks.flatMap((check): readonly Asked[] => {
    const way = wayTo(context, check, container, bench, signal);
    if (way !== undefined) return [{ check, name: describeProbe(check.probe), crowd, ...way }];
    if (origin.kind !== 'preset') throw unreachable(check.probe, container.unit);
    context.emit({ type: 'warning', ...unasked(check.probe, container.unit) });
    return [];
  });
}

interface Way extends Asking {
  /** for people */
  readonly route: string;
}

function wayTo(
  context: RunContext,
  { probe, period, timeout, lateCounts }: Check,
  container: ObservedContainer,
  bench: Bench,
  signal: AbortSignal,
): Way | undefined {
  const { engine, handle, clock } = bench;
  const { unit } = context.plan().units.get(container.unit) ?? {};
  const inside = unit?.place === 'host' ? 'on this machine' : 'in the container';
  switch (probe.kind) {
    case 'http':
      return through(reach(context, container, probe.port), (target) => httpProbe(probe, target));
    case 'tcp':
      return through(reach(context, container, probe.port), tcpProbe);
    case 'grpc':
      return through(reach(context, container, probe.port), (target) => grpcProbe(probe, target));
    case 'exec':
      return {
        ask: execProbe(bench, probe.test, lateCounts ? undefined : timeout),
        route: inside,
        ...(period === undefined && opensFor(context, container, unit)),
      };
    case 'file': {
      // The engine does not see what lies in memory: a command in the container does.
      const test = { kind: 'exec', argv: ['test', '-e', probe.path] } as const;
      const isInMemory = isBelow(probe.path, memoryOf(unit));
      return {
        ask: isInMemory ? execProbe(bench, test) : fileProbe(engine, handle, probe.path, clock),
        route: inside,
      };
    }
    case 'log': {
      const endedAt = container.status.kind === 'running' ? (container.status.endedAt ?? 0) : 0;
      return { ask: logProbe({ engine, handle, clock, endedAt }, probe.pattern, signal), route: 'its log' };
    }
    case 'health':
      return {
        ask: healthProbe(engine, handle, probe, clock),
        route: 'the engine',
        changes: (until) => context.news.next(handle, until),
      };
    default:
      return probe satisfies never;
  }
}

/** A server that is known by its image is asked in vain until its port is open, and that costs nearly nothing to find out. */
function opensFor(context: RunContext, container: ObservedContainer, unit: Unit | undefined): Pick<Asking, 'opens'> {
  const port = unit?.place === 'host' ? undefined : unit && clientPortOf(unit);
  const target = port === undefined ? undefined : reach(context, container, port);
  return target === undefined ? {} : { opens: (signal) => opening(context, target, signal) };
}

const through = (target: Target | undefined, askAt: (target: Target) => Ask): Way | undefined =>
  target && { ask: askAt(target), route: target.route };

function reach(
  { ground, plan, containers }: RunContext,
  container: ObservedContainer,
  port: number,
): Target | undefined {
  const { unit, container: addressed } = withNetwork(plan(), container, containers);
  return targetOf(addressed, port, ground.routeOf(unit));
}

/** Told of a check that can not be asked from here. */
const unreached = (probe: Probe, unit: string): string =>
  `${'port' in probe ? `port ${probe.port}` : 'a port'} of "${unit}" can not be reached from this machine`;

const remedy = 'use an "exec" probe, or publish the port on an address that this machine reaches';

const unreachable = (probe: Probe, unit: string): DevstackError =>
  new DevstackError({
    code: 'not-ready',
    family: 'unit',
    message: `${unreached(probe, unit)}, so its readiness can not be told`,
    hint: remedy,
  });

const unasked = (probe: Probe, unit: string): { readonly message: string; readonly hint: string } => ({
  message: `${unreached(probe, unit)}, so it counts as ready as soon as it runs`,
  hint: remedy,
});

/** Folders of a unit's containers that are on no disk. */
const memoryOf = (unit: Unit | undefined): readonly string[] => [
  '/dev',
  '/proc',
  '/sys',
  ...(unit?.mounts ?? []).filter(({ type }) => type === 'tmpfs').map(({ target }) => target),
];

const isBelow = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder.replace(/\/+$/, '')}/`));
