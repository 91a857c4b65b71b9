import type { Unit } from '../../manifest/model.ts';

/** Whether a unit is asked over the network whether it is ready. */
export const probesNetwork = (unit: Unit): boolean =>
  unit.kind === 'service' && unit.readiness.checks.some(({ probe }) => probe.kind === 'http' || probe.kind === 'tcp');
