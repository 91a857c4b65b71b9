import { DevstackError } from '../../core/failure.ts';
import type { Probe } from '../../manifest/model.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { RunContext } from '../context.ts';
import type { Ask, Target } from './ask.ts';
import { execProbe } from './exec-probe.ts';
import { httpProbe } from './http-probe.ts';
import { logProbe } from './log-probe.ts';
import { targetOf } from './route.ts';
import { tcpProbe } from './tcp-probe.ts';
import { withNetwork } from './with-network.ts';

/** The way to ask a container, and the route that it takes, for people. */
export function askFor(
  context: RunContext,
  probe: Exclude<Probe, { kind: 'running' }>,
  container: ObservedContainer,
  signal: AbortSignal,
): { readonly ask: Ask; readonly route: string } {
  const { engine, limiter } = context;
  switch (probe.kind) {
    case 'http': {
      const target = reach(context, container, probe.port);
      return { ask: httpProbe(probe, target), route: target.route };
    }
    case 'tcp': {
      const target = reach(context, container, probe.port);
      return { ask: tcpProbe(target), route: target.route };
    }
    case 'exec':
      return { ask: execProbe(engine, container.handle, probe.test, limiter), route: 'in the container' };
    case 'log':
      return { ask: logProbe(engine, container.handle, probe.pattern, signal), route: 'its log' };
    default:
      return probe satisfies never;
  }
}

function reach({ ground, plan, containers }: RunContext, container: ObservedContainer, port: number): Target {
  const { unit, container: addressed } = withNetwork(plan(), container, containers);
  const target = targetOf(addressed, port, ground.routeOf(unit));
  if (target !== undefined) return target;
  throw new DevstackError({
    code: 'not-ready',
    family: 'unit',
    message: `port ${port} of "${container.unit}" can not be reached from this machine, so its readiness can not be told`,
    hint: 'use an "exec" probe, or publish the port on an address that this machine reaches',
  });
}
