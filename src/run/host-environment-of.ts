import { DevstackError } from '../core/failure.ts';
import type { Engine } from '../engine/engine.ts';
import type { Manifest } from '../manifest/model.ts';
import { plannedAddresses } from '../plan/addresses/planned-addresses.ts';
import { secretsInAddresses, unknownAddresses } from '../plan/addresses/put-addresses.ts';
import type { AddressFacts } from '../plan/addresses/settle-address.ts';
import { environmentOf, type Outputs } from '../plan/environment-of.ts';
import { asFound, withHostUnits } from '../plan/host-units.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Observed } from '../plan/observed.ts';
import type { PlannedUnit } from '../plan/plan.ts';
import { addressFactsSeen } from './address-facts.ts';
import { checkOutputs } from './jobs/check-given.ts';
import { knownSecrets } from './jobs/known-secrets.ts';
import { outputValues } from './jobs/outputs.ts';
import { lookAtProject } from './look-at-project.ts';
import { outputsOf } from './one-off.ts';

/** Variables, and values that are to be shown to nobody who does not ask for them. */
export interface HostEnvironment {
  readonly environment: ReadonlyMap<string, string>;
  readonly secrets: ReadonlySet<string>;
}

/**
 * What a unit of a stack would get if it were started on this machine now: in its host form, where it has one, with the
 * addresses of services as they run and what jobs have passed on. Throws `unknown-unit`, `outputs-missing`,
 * `outputs-collision`, or `address-unknown` where a service is not to be reached from here.
 */
export async function hostEnvironmentOf(
  engine: Engine,
  manifest: Manifest,
  name: string,
  signal: AbortSignal,
): Promise<HostEnvironment> {
  const [info, { observed, documents }] = await Promise.all([
    engine.info(signal),
    lookAtProject(engine, manifest.name, signal),
  ]);
  const planned = plannedOnHost(manifest, name, observed);
  const facts = addressFactsSeen(info, observed);
  const outputs = outputValues(outputsOf(planned, documents));
  checkOutputs(planned, outputs);
  refuseUnreached(planned, facts, outputs, observed);
  return {
    environment: environmentOf(planned, { outputs, addresses: facts }),
    secrets: new Set([...knownSecrets(documents), ...secretsInAddresses(planned, facts, outputs)]),
  };
}

/** A unit with the addresses of others as this machine sees them. */
function plannedOnHost(manifest: Manifest, name: string, { containers }: Observed): PlannedUnit {
  const found = asFound(manifest, containers);
  const { units } = manifest.units.get(name)?.process === undefined ? found : withHostUnits(found, [name]);
  const planned = makePlan({ ...found, units }, { units: [name] }).plan?.units.get(name);
  if (planned === undefined) throw new DevstackError(unknownUnit(name));
  return { ...planned, addresses: plannedAddresses(planned.unit, units, 'host') };
}

const unknownUnit = (name: string) =>
  ({ code: 'unknown-unit', family: 'usage', message: `there is no unit "${name}"` }) as const;

function refuseUnreached(planned: PlannedUnit, facts: AddressFacts, outputs: Outputs, { containers }: Observed): void {
  const [unknown] = unknownAddresses(planned, facts, outputs);
  if (unknown === undefined) return;
  const { service, variable } = unknown;
  const runs = containers.some(({ unit, status }) => unit === service && status.kind === 'running');
  throw new DevstackError({
    code: 'address-unknown',
    family: 'usage',
    message: `"${variable}" of "${planned.name}" needs the address of "${service}", which ${runs ? 'is not reached from this machine' : 'does not run'}`,
    hint: runs ? `publish its port: list it under "ports" of "${service}"` : `start it with: devstack up -d ${service}`,
  });
}
