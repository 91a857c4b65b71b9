import { type InstanceId, instanceId } from '../../core/unit-state.ts';
import type { Port, Service } from '../../manifest/model.ts';
import type { Action } from '../../plan/action.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Assessment } from '../assess.ts';

/** A port of the host that an instance is going to take. */
export interface PortClaim {
  readonly instance: InstanceId;
  readonly unit: string;
  readonly port: number;
  /** '' is all interfaces */
  readonly address: string;
  readonly protocol: Port['protocol'];
  /** a process of the host listens on it by itself: what is published is opened for it */
  readonly isListening?: true;
}

/** A range of ports of the host of which an instance is going to take one, whichever the engine picks. */
export interface RangeClaim extends Omit<PortClaim, 'port' | 'isListening'> {
  readonly from: number;
  readonly to: number;
}

/** The ports of the host that somebody is about to take. */
export interface WantedPorts {
  readonly claims: readonly PortClaim[];
  readonly ranges: readonly RangeClaim[];
  /** containers that give theirs back before */
  readonly leaving: ReadonlySet<string>;
}

/** What a run takes, which begins with this assessment. */
export const wantedPorts = (plan: Plan, assessment: Assessment): WantedPorts => ({
  claims: portClaims(plan, assessment),
  ranges: rangeClaims(plan, assessment),
  leaving: new Set(
    assessment.actions.flatMap(({ action, container }) =>
      container === undefined || action === 'keep' || action === 'adopt' ? [] : [container.handle],
    ),
  ),
});

/** What one container takes that is made beside those of its unit. */
export function wantedBy(unit: string, ports: readonly Omit<Port, 'span'>[]): WantedPorts {
  const instance = instanceId(unit);
  return {
    claims: ports.flatMap(({ host: port, address, protocol }) =>
      typeof port === 'number' ? [{ instance, unit, port, address, protocol }] : [],
    ),
    ranges: ports.flatMap(({ host, address, protocol }) =>
      typeof host === 'object' ? [{ instance, unit, from: host[0], to: host[1], address, protocol }] : [],
    ),
    leaving: new Set(),
  };
}

/** The ranges of which this run is going to publish something. */
const rangeClaims = (plan: Plan, { byInstance }: Assessment): readonly RangeClaim[] =>
  [...plan.units.values()].flatMap(({ name, unit, instances }) =>
    instances
      .filter((instance) => isToStart(byInstance.get(instance)?.action))
      .flatMap((instance) =>
        unit.ports.flatMap(({ host, address, protocol }) =>
          typeof host === 'object' ? [{ instance, unit: name, from: host[0], to: host[1], address, protocol }] : [],
        ),
      ),
  );

/** What is going to be published by this run, and listened on where it has not been before. */
export const portClaims = (plan: Plan, { byInstance }: Assessment): readonly PortClaim[] => {
  const published = allPortClaims(plan);
  const actionOf = ({ instance }: PortClaim): Action | undefined => byInstance.get(instance);
  return [
    ...published.filter((claim) => isToStart(actionOf(claim)?.action)),
    ...listeningClaims(plan, new Set(published.map(({ port }) => port)), (claim) => isUnheard(actionOf(claim))),
  ];
};

/** Nothing of the unit listens on this machine yet: what is paused does, what has an address of its own does not. */
function isUnheard(asked: Action | undefined): boolean {
  switch (asked?.action) {
    case 'create':
      return true;
    case 'start':
      return asked.container?.status.kind !== 'paused';
    case 'recreate':
      return asked.container !== undefined && asked.container.addresses.size > 0;
    default:
      return false;
  }
}

/** Whoever else listened where a process is asked whether it is ready would pass for it. */
function listeningClaims(
  plan: Plan,
  others: ReadonlySet<number>,
  isNew: (claim: PortClaim) => boolean,
): readonly PortClaim[] {
  const claims = [...plan.units.values()].flatMap(({ name, unit, instances: [instance] }) =>
    unit.place !== 'host' || unit.kind !== 'service' || instance === undefined
      ? []
      : askedPorts(unit).map((port) => ({ instance, unit: name, port, ...onLoopback })),
  );
  // Several may ask at the one port where one of them answers, which may be there already.
  return [...Map.groupBy(claims, ({ port }) => port)].flatMap(([port, asking]) =>
    others.has(port) || !asking.every(isNew) ? [] : asking.slice(0, 1),
  );
}

const onLoopback = { address: '127.0.0.1', protocol: 'tcp', isListening: true } as const;

const askedPorts = ({ readiness }: Service): readonly number[] =>
  readiness.checks.flatMap(({ probe }) => ('port' in probe ? [probe.port] : []));

/** What all instances of a plan publish; of a range the engine picks a free port, see `rangeClaims`. */
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
