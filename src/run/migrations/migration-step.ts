import type { DoneRecord } from '../jobs/job-memory.ts';
import type { MigrationFile } from './migration-file.ts';

/** What a job's turn does to the data; remembered with its container, so that its end can be booked by whoever sees it. */
export interface MigrationStep {
  /** of the ledger */
  readonly id: string;
  readonly direction: 'up' | 'down';
  /** the last migration that is applied before and after it; none: '' */
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** what is applied once it has ended well */
  readonly target: readonly MigrationFile[];
  /** what the job passed on when it was last applied: taking migrations back writes nothing new */
  readonly outputs?: DoneRecord['outputs'];
}

const lastOf = (files: readonly MigrationFile[]): string => files.at(-1)?.name ?? '';

/** The step from what is applied to what is to be applied, one of which is the beginning of the other. */
export function stepBetween(
  id: string,
  applied: readonly MigrationFile[],
  target: readonly MigrationFile[],
): MigrationStep {
  const direction = target.length < applied.length ? 'down' : 'up';
  const count = Math.abs(target.length - applied.length);
  const named = target.map(({ name, sha256, folder }) => ({ name, sha256, folder }));
  return { id, direction, from: lastOf(applied), to: lastOf(target), count, target: named };
}

/** Variables that tell the command which way to go. */
export const stepVariables = ({ direction, from, to, count }: MigrationStep): ReadonlyMap<string, string> =>
  new Map([
    ['DEVSTACK_MIGRATION_DIRECTION', direction],
    ['DEVSTACK_MIGRATION_FROM', from],
    ['DEVSTACK_MIGRATION_TO', to],
    ['DEVSTACK_MIGRATION_COUNT', String(count)],
  ]);
