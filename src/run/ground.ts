import type { EventBody } from '../core/event.ts';
import type { Engine, EngineInfo } from '../engine/engine.ts';
import type { ObservedNetwork, ObservedVolume } from '../plan/observed.ts';
import type { Plan } from '../plan/plan.ts';
import type { Ground } from './context.ts';
import type { Look } from './look.ts';
import { type Route, routeFor } from './readiness/route.ts';

/** Finds or makes what the units stand on: the networks and the volumes that they use, all at once. `seen`: of its networks. */
export async function layGround(
  engine: Engine,
  info: EngineInfo,
  plan: Plan,
  emit: (event: EventBody) => void,
  signal: AbortSignal,
  seen?: 'none',
): Promise<Ground> {
  for (const network of plan.networks) {
    for (const key of info.ignoresOf(network)) {
      const message = `this engine ignores "${key}" of network "${network.key}"`;
      emit({ type: 'warning', message, hint: `${info.description} can not do it` });
    }
  }
  const [networks, volumes] = await Promise.all([
    Promise.all(plan.networks.map((network) => engine.ensureNetwork(plan.project, network, signal, seen))),
    Promise.all(plan.volumes.map((volume) => engine.ensureVolume(plan.project, volume, signal))),
  ]);
  for (const { created, name } of networks) if (created) emit({ type: 'network.created', name });
  for (const { created, name } of volumes) if (created) emit({ type: 'volume.created', name });
  return groundOf(plan, info, networks, volumes);
}

/** The ground as it was found, for a stack on which nothing has to be made. */
export const groundSeen = (plan: Plan, { info, observed }: Look): Ground =>
  groundOf(plan, info, observed.networks, observed.volumes);

function groundOf(
  plan: Plan,
  info: EngineInfo,
  found: readonly ObservedNetwork[],
  volumes: readonly ObservedVolume[],
): Ground {
  return { volumes, networks: found, routeOf: routesOf(plan, info, found) };
}

/** The route to each unit, with what is known of the networks. */
export function routesOf(plan: Plan, info: EngineInfo, found: readonly ObservedNetwork[]): (unit: string) => Route {
  const networks = plan.networks.flatMap(({ key, name }) => {
    const network = found.find((one) => one.name === name);
    return network === undefined ? [] : [[key, network] as const];
  });
  // To find out reads a table of the kernel, and every unit asks.
  let reached: ReadonlySet<ObservedNetwork> | undefined;
  const reaches = (network: ObservedNetwork): boolean => {
    reached ??= new Set(networks.map(([, one]) => one).filter((one) => info.reaches(one)));
    return reached.has(network);
  };
  return (unit) => {
    const planned = plan.units.get(unit);
    if (planned === undefined) return { kind: 'none' };
    // By name, since what is developed often listens on one of this machine's own two addresses alone.
    if (planned.unit.place === 'host') return { kind: 'host', host: 'localhost' };
    return routeFor({ publishedHost: info.publishedHost, reaches }, planned.unit.networking, networks);
  };
}
