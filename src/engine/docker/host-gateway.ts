import type Dockerode from 'dockerode';
import type { EngineInfo } from '../engine.ts';
import { ask } from './ask.ts';
import { observedNetwork } from './networks.ts';

/**
 * The address that `host-gateway` stands for, where it is one of this very machine: that of the engine's own bridge
 * (Docker Engine 20.10, `host-gateway-ip` unset).
 */
export async function hostGateway(
  docker: Dockerode,
  info: EngineInfo,
  signal: AbortSignal,
): Promise<string | undefined> {
  const asked = { doing: 'look for the address of this machine', repeat: 'safe' } as const;
  const listed = await ask(asked, signal, (abortSignal) =>
    docker.listNetworks({ filters: { name: ['bridge'] }, abortSignal }),
  );
  const found = listed.find(({ Name }) => Name === 'bridge');
  const bridge = found && observedNetwork(found, '');
  return bridge && info.reaches(bridge) ? bridge.gateways[0] : undefined;
}
