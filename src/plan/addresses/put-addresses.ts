import { type AddressReference, replaceAddresses } from '../../manifest/references.ts';
import type { Outputs } from '../environment-of.ts';
import type { PlannedUnit } from '../plan.ts';
import type { PlannedAddress } from './planned-addresses.ts';
import { type AddressFacts, settleAddress } from './settle-address.ts';

/** Puts addresses in place of the references to them; one that is not known is empty. */
export function putAddresses(
  environment: Map<string, string>,
  planned: PlannedUnit,
  facts: AddressFacts,
  outputs: Outputs,
): void {
  for (const variable of new Set(planned.unit.addresses.map((reference) => reference.variable))) {
    const text = replaceAddresses(environment.get(variable) ?? '', ({ service, port, part }) => {
      const planning = plannedFor(planned, service, port);
      return String((planning && settleAddress(planning, facts, outputs))?.[part] ?? '');
    });
    environment.set(variable, text);
  }
}

const plannedFor = (
  { addresses }: PlannedUnit,
  service: string,
  port: number | undefined,
): PlannedAddress | undefined => addresses.find((one) => one.service === service && one.named === port);

/** References of a unit to addresses that are not known. */
export function unknownAddresses(
  planned: PlannedUnit,
  facts: AddressFacts,
  outputs: Outputs,
): readonly AddressReference[] {
  return planned.unit.addresses.filter(({ service, port }) => {
    const planning = plannedFor(planned, service, port);
    return planning === undefined || settleAddress(planning, facts, outputs) === undefined;
  });
}

/** What of the addresses that a unit refers to must be shown to nobody. */
export function secretsInAddresses(planned: PlannedUnit, facts: AddressFacts, outputs: Outputs): readonly string[] {
  return planned.unit.addresses.flatMap(({ service, port, part }) => {
    const planning = part === 'url' ? plannedFor(planned, service, port) : undefined;
    return planning === undefined ? [] : (settleAddress(planning, facts, outputs)?.secrets ?? []);
  });
}
