import type { Span } from '../../core/source.ts';
import type { Volume } from '../../manifest/model.ts';
import type { Plan } from '../../plan/plan.ts';

/** Whether a volume of the plan is a folder of this machine. */
export const isOnHost = ({ volumes }: Plan, volume: string): boolean =>
  volumes.some(({ name, place }) => name === volume && place === 'host');

/** The volume for a copy of another one, in the same place. */
export function volumeForCopy(plan: Plan, of: string, name: string, span: Span): Volume {
  const plain = { key: name, name, external: false, driverOptions: {}, labels: {}, span };
  return isOnHost(plan, of) ? { ...plain, place: 'host' } : plain;
}
