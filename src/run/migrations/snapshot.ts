import { isBeginning } from './course.ts';
import type { MigrationFile } from './migration-file.ts';

/** A copy of the data as it was before an update, or before it was put back. */
export interface Snapshot {
  readonly id: string;
  /** ms since the epoch */
  readonly at: number;
  /** what was applied to it, in order */
  readonly applied: readonly MigrationFile[];
  /** volumes that hold the copies, by the volume that each is a copy of */
  readonly volumes: Readonly<Record<string, string>>;
  /** what was remembered of the jobs on that data, by key; null: nothing */
  readonly records: Readonly<Record<string, unknown>>;
}

/** Snapshots that are kept for a state of data. */
const kept = 2;

/** The latest snapshot from which these files can be reached: it has none that they do not have. */
export const snapshotFor = (snapshots: readonly Snapshot[], present: readonly MigrationFile[]): Snapshot | undefined =>
  snapshots.find(({ applied }) => isBeginning(applied, present));

/** The snapshots that stay once there is a new one, the latest first, and those that go; what is `needed` stays. */
export function withSnapshot(
  snapshots: readonly Snapshot[],
  added: Snapshot,
  needed?: Snapshot,
): { readonly stay: readonly Snapshot[]; readonly go: readonly Snapshot[] } {
  const all = [added, ...snapshots];
  const latest = needed === undefined ? all : [added, needed, ...snapshots.filter((one) => one !== needed)];
  const stay = new Set(latest.slice(0, kept));
  return { stay: all.filter((one) => stay.has(one)), go: all.filter((one) => !stay.has(one)) };
}
