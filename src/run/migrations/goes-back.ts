import type { Plan } from '../../plan/plan.ts';

/** Whether a job of a plan goes back by snapshots of its data. */
export const goesBack = ({ units }: Plan): boolean =>
  units.values().some(({ unit }) => unit.kind === 'job' && unit.migrations?.onRollback.kind === 'restore');
