import type { Observed, ObservedContainer } from './observed.ts';
import type { Plan, PlannedUnit } from './plan.ts';

/**
 * Why a container is not on the networks that its unit is to be on, such as `network "default" is gone`; undefined where
 * it is on all of them. A container stays tied to the very network that it was on, so that another of the same name is
 * none of its own.
 */
export function networkGap(
  { networks: planned }: Pick<Plan, 'networks'>,
  { unit: { networking } }: PlannedUnit,
  { networks: joined }: ObservedContainer,
  { networks: found }: Pick<Observed, 'networks'>,
): string | undefined {
  if (networking.kind !== 'networks' || joined === undefined) return undefined;
  for (const { network: key } of networking.attachments) {
    const network = planned.find((one) => one.key === key);
    if (network === undefined) continue;
    const id = joined.get(network.name);
    if (id === undefined) return `not on network "${key}" any more`;
    if (network.external || id === '') continue;
    const there = found.find(({ name }) => name === network.name);
    if (there === undefined) return `network "${key}" is gone`;
    // Podman tells a name where Docker tells an id.
    if (id !== there.id && id !== there.name) return `network "${key}" is another one`;
  }
  return undefined;
}
