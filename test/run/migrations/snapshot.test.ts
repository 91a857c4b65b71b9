import { describe, expect, test } from 'vitest';
import { courseOf } from '../../../src/run/migrations/course.ts';
import type { JobData } from '../../../src/run/migrations/data-of-job.ts';
import type { Ledger } from '../../../src/run/migrations/ledger.ts';
import { dataStep } from '../../../src/run/migrations/prepare-data.ts';
import { type Snapshot, snapshotFor, withSnapshot } from '../../../src/run/migrations/snapshot.ts';

const files = (...names: readonly string[]) => names.map((name) => ({ name, sha256: name, folder: 'db' }));
const present = (...names: readonly string[]) =>
  files(...names).map((file) => ({ ...file, content: Buffer.from(file.name) }));

const snapshot = (id: string, ...applied: readonly string[]): Snapshot => ({
  id,
  at: 0,
  applied: files(...applied),
  volumes: {},
  records: {},
});

const ids = (snapshots: readonly Snapshot[]) => snapshots.map(({ id }) => id);

describe('the snapshot to go back to', () => {
  const latest = snapshot('latest', '1', '2');
  const older = snapshot('older', '1');

  test.each([
    ['the latest that has no more than the files', ['1', '2', '3'], latest],
    ['an older one where the latest has more', ['1'], older],
    ['none where all of them have more', [], undefined],
    ['none where all of them have something else', ['9'], undefined],
  ])('is %s', (_, names, expected) => {
    expect(snapshotFor([latest, older], files(...names))).toBe(expected);
  });
});

describe('a new snapshot', () => {
  const [a, b, c] = [snapshot('a'), snapshot('b'), snapshot('c')];

  test.each([
    ['is kept with the latest before it', [b, c], undefined, ['a', 'b'], ['c']],
    ['leaves the one that is needed', [b, c], c, ['a', 'c'], ['b']],
    ['is the first', [], undefined, ['a'], []],
  ])('%s', (_, before, needed, stay, go) => {
    const kept = withSnapshot(before, a, needed);
    expect([ids(kept.stay), ids(kept.go)]).toEqual([stay, go]);
  });
});

describe('before a job migrates its data', () => {
  const withData: JobData = { volumes: ['data'], folders: [], users: [], images: [] };
  const step = (
    applied: readonly string[],
    there: readonly string[],
    about: Partial<Ledger> = {},
    data: JobData = withData,
  ) => {
    const ledger: Ledger = { id: 'x', state: {}, applied: files(...applied), at: 0, ...about };
    const now = present(...there);
    return dataStep({ ledger, present: now, course: courseOf(ledger.applied, now) }, data).kind;
  };
  const snapshots = [snapshot('one', '1')];

  test.each([
    ['a snapshot is taken of what is about to change', step(['1'], ['1', '2']), 'snapshot'],
    ['nothing is done where nothing is about to change', step(['1'], ['1']), 'none'],
    ['nothing is done where there is no data yet', step([], ['1'], {}, { ...withData, volumes: [] }), 'none'],
    ['nothing is done to what has diverged', step(['1'], ['2'], { snapshots }), 'none'],
    ['a snapshot is put back where the data is ahead', step(['1', '2'], ['1'], { snapshots }), 'restore'],
    ['it is told where there is none to go back to', step(['1', '2'], [], { snapshots }), 'no-snapshot'],
    [
      'one that was not put back to its end is put back again, whatever is there now',
      step(['1', '2'], ['1', '2'], { snapshots, restoring: 'one' }),
      'restore',
    ],
  ])('%s', (_, kind, expected) => {
    expect(kind).toBe(expected);
  });
});
