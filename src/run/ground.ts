import type { EventBody } from '../core/event.ts';
import type { Engine, EngineInfo } from '../engine/engine.ts';
import type { Plan } from '../plan/plan.ts';
import type { Ground } from './context.ts';
import type { Look } from './look.ts';
import { routeFor } from './readiness/route.ts';

/** Finds or makes what the units stand on: the network and the volumes that they use, all at once. */
export async function layGround(
  engine: Engine,
  info: EngineInfo,
  plan: Plan,
  emit: (event: EventBody) => void,
  signal: AbortSignal,
): Promise<Ground> {
  const [network, volumes] = await Promise.all([
    engine.ensureNetwork(plan.project, plan.network, signal),
    Promise.all(plan.volumes.map((volume) => engine.ensureVolume(plan.project, volume, signal))),
  ]);
  if (network.created) emit({ type: 'network.created', name: network.name });
  for (const { created, name } of volumes) if (created) emit({ type: 'volume.created', name });
  return { network, volumes, route: routeFor(info, network) };
}

/** The ground as it was found, for a stack on which nothing has to be made. */
export function groundSeen({ network: name }: Plan, { info, observed }: Look): Ground {
  const network = observed.networks.find((one) => one.name === name) ?? { name, id: '', owned: false, gateways: [] };
  return { network, volumes: observed.volumes, route: routeFor(info, network) };
}
