import type { InstanceId } from '../../core/unit-state.ts';
import type { Port } from '../../manifest/model.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Assessment } from '../assess.ts';

/** A port of the host that an instance is going to publish. */
export interface PortClaim {
  readonly instance: InstanceId;
  readonly unit: string;
  readonly port: number;
  /** '' is all interfaces */
  readonly address: string;
  readonly protocol: Port['protocol'];
}

/** What is going to be published by this run. */
export const portClaims = (plan: Plan, { byInstance }: Assessment): readonly PortClaim[] =>
  allPortClaims(plan).filter(({ instance }) => isToStart(byInstance.get(instance)?.action));

/** What all instances of a plan publish; of a range the engine picks a free port, so that it claims none. */
export const allPortClaims = (plan: Plan): readonly PortClaim[] =>
  [...plan.units.values()].flatMap(({ name, unit, instances }) =>
    instances.flatMap((instance) =>
      unit.ports.flatMap(({ host: port, address, protocol }) =>
        typeof port === 'number' ? [{ instance, unit: name, port, address, protocol }] : [],
      ),
    ),
  );

const isToStart = (action: string | undefined): boolean =>
  action === 'create' || action === 'recreate' || action === 'start' || action === 'run';

/** Whether two that listen on the same port are in each other's way. */
export function meet(one: string, other: string): boolean {
  if (one === other || one === '' || other === '') return true;
  const isAll = (address: string): boolean => address === '0.0.0.0' || address === '::';
  return one.includes(':') === other.includes(':') && (isAll(one) || isAll(other));
}
