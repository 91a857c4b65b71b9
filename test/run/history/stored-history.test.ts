import { expect, test } from 'vitest';
import type { RunEnd, RunRecord } from '../../../src/core/run-record.ts';
import { historyIn, placeFor } from '../../../src/run/history/stored-history.ts';
import { ownProcess } from '../../support/test-host.ts';

type Documents = ReadonlyMap<string, unknown>;

const start = Date.parse('2026-01-01T00:00:00Z');

function recordOf(id: string, at: number, outcome: RunEnd['outcome'] = 'ready'): RunRecord {
  const head = {
    version: 1,
    id,
    command: 'up',
    named: [],
    files: [],
    host: 'laptop',
    process: ownProcess,
    at,
  } as const;
  return { ...head, end: { outcome, durationMs: 1 }, stages: [], units: [], leftOut: 0, warnings: [] };
}

/** Runs one after the other, each a minute after the one before it; what stood in the way is moved as is asked. */
function runs(outcomes: readonly RunEnd['outcome'][]): Documents {
  const documents = new Map<string, unknown>();
  for (const [index, outcome] of outcomes.entries()) {
    const at = start + index * 60_000;
    const { id, key, moved } = placeFor(documents, { at, isSame: () => false });
    for (const [elsewhere, document] of moved) documents.set(elsewhere, document);
    documents.set(key, recordOf(id, at, outcome));
  }
  return documents;
}

const ready = (count: number) => Array.from({ length: count }, () => 'ready' as const);

test('the last 20 runs are kept, the newest first, in as many documents', () => {
  const documents = runs(ready(45));
  const { runs: kept } = historyIn(documents);
  expect(kept.map(({ at }) => (at - start) / 60_000)).toEqual(Array.from({ length: 20 }, (_, index) => 44 - index));
  expect(documents.size).toBe(20);
});

test('the latest failure is kept beyond the last 20, until there is another', () => {
  const { runs: kept } = historyIn(runs(['failed', 'failed', ...ready(30)]));
  expect(kept).toHaveLength(21);
  expect(kept.at(-1)).toMatchObject({ at: start + 60_000, end: { outcome: 'failed' } });
  const later = historyIn(runs(['failed', ...ready(25), 'failed', ...ready(30)])).runs;
  expect(later.filter(({ end }) => end?.outcome === 'failed').map(({ at }) => (at - start) / 60_000)).toEqual([26]);
});

test('ids are short and sort as the runs came, also where the clock goes back', () => {
  const documents = runs(ready(3));
  const [newest] = historyIn(documents).runs;
  const { id } = placeFor(documents, { at: start - 86_400_000, isSame: () => false });
  expect(id).toHaveLength(6);
  expect(id > (newest?.id ?? '')).toBe(true);
});

test('a command of several runs has one place', () => {
  const documents = runs(ready(3));
  const second = historyIn(documents).runs[1];
  const place = placeFor(documents, { at: start, isSame: ({ id }) => id === second?.id });
  expect(place).toMatchObject({ id: second?.id, moved: new Map() });
  expect(documents.get(place.key)).toEqual(second);
});

test.each([
  ['that is none', undefined],
  ['of another version', { ...recordOf('a', 1), version: 2 }],
  ['without units', { ...recordOf('a', 1), units: undefined }],
  ['that is a text', 'up'],
])('a document %s is told and left out', (_, document) => {
  const documents = new Map<string, unknown>([...runs(['ready']), ['history/07', document], ['jobs/a', 1]]);
  expect(historyIn(documents)).toMatchObject({ runs: [{ at: start }], unreadable: ['history/07'] });
});
