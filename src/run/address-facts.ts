import { instanceId } from '../core/unit-state.ts';
import type { Engine, EngineInfo } from '../engine/engine.ts';
import { movableServices } from '../plan/addresses/planned-addresses.ts';
import { secretsInAddresses } from '../plan/addresses/put-addresses.ts';
import type { AddressFacts } from '../plan/addresses/settle-address.ts';
import type { Observed, ObservedContainer, ObservedNetwork } from '../plan/observed.ts';
import type { PlannedUnit } from '../plan/plan.ts';
import type { RunContext } from './context.ts';
import { rememberedSecrets } from './jobs/known-secrets.ts';
import { outputValues } from './jobs/outputs.ts';
import { handleOf } from './start-container.ts';

/** What addresses come to, by what was seen of containers and of the networks that they are on. */
function addressFacts(
  info: EngineInfo,
  networks: readonly ObservedNetwork[],
  containerOf: (unit: string) => ObservedContainer | undefined,
): AddressFacts {
  return {
    publishedHost: info.publishedHost,
    containerOf(unit) {
      const container = containerOf(unit);
      return container?.status.kind === 'running' ? container : undefined;
    },
    // Nothing can be published from an internal network.
    ownAddressOf: ({ addresses }) =>
      networks
        .filter(({ name }) => addresses.has(name))
        .filter((network) => info.reaches(network))
        .map(({ name }) => addresses.get(name))[0],
  };
}

/** The same of one look. */
export const addressFactsSeen = (
  info: EngineInfo,
  { containers, networks }: Pick<Observed, 'containers' | 'networks'>,
): AddressFacts =>
  addressFacts(info, networks, (unit) => containers.find(({ instance }) => instance === instanceId(unit)));

/** The same by a look at the engine now, where a unit is to be given any address at all. */
export async function addressFactsNow(
  engine: Engine,
  project: string,
  { addresses }: PlannedUnit,
  signal: AbortSignal,
): Promise<AddressFacts> {
  if (addresses.length === 0) return { publishedHost: undefined, containerOf: () => undefined };
  const [info, observed] = await Promise.all([engine.info(signal), engine.observe(project, signal)]);
  return addressFactsSeen(info, observed);
}

/** The same of a run, as far as it has looked: see `seeServicesOf`. */
export const addressFactsOf = ({ info, ground, containers }: RunContext): AddressFacts =>
  addressFacts(info, ground.networks, (unit) => containers.get(instanceId(unit)));

/** Looks where those services are that a unit is to be given the addresses of: each start may have put them elsewhere. */
export async function seeServicesOf(context: RunContext, planned: PlannedUnit, signal: AbortSignal): Promise<void> {
  const { engine, containers } = context;
  const looks = movableServices(planned.addresses).map(async (unit) => {
    const instance = instanceId(unit);
    const handle = handleOf(context, instance);
    const container = handle === undefined ? undefined : await engine.inspect(handle, signal);
    if (container !== undefined) containers.set(instance, container);
  });
  await Promise.all(looks);
}

/** Hides what of its addresses is to be shown to nobody, here and in what later reads the logs. */
export async function hideAddresses(context: RunContext, planned: PlannedUnit): Promise<void> {
  if (planned.addresses.length === 0) return;
  const { secrets, memory, learnSecrets, killed } = context;
  const found = secretsInAddresses(planned, addressFactsOf(context), outputValues(context.outputs));
  const fresh = found.filter((secret) => !secrets.has(secret));
  if (fresh.length === 0) return;
  for (const secret of fresh) secrets.add(secret);
  learnSecrets(fresh);
  await memory.write(rememberedSecrets(secrets), killed);
}
