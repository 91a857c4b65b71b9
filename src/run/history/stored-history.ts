import { isFailure, type RunRecord } from '../../core/run-record.ts';

/** How many runs are kept. */
const keptRuns = 20;

const folder = 'history/';
const failureKey = `${folder}failure`;
// Documents of a memory can not be deleted: runs take the places of those that are too old.
const slotKeys = Array.from({ length: keptRuns }, (_, index) => `${folder}${String(index).padStart(2, '0')}`);

/** What a project remembers of its runs. */
export interface History {
  /** the newest first; behind the last ones the latest failure, where that is older */
  readonly runs: readonly RunRecord[];
  /** keys of documents that can not be read */
  readonly unreadable: readonly string[];
}

/** The history among the documents of a project's memory. */
export function historyIn(documents: ReadonlyMap<string, unknown>): History {
  const found = [...documents].filter(([key]) => key.startsWith(folder));
  const byId = new Map(found.flatMap(([, document]) => (isRecord(document) ? [[document.id, document]] : [])));
  return {
    runs: [...byId.values()].toSorted((one, other) => (one.id < other.id ? 1 : -1)),
    unreadable: found.flatMap(([key, document]) => (isRecord(document) ? [] : [key])),
  };
}

/** Where a run is kept, and what has to be written for that: its own place may be that of a run to be kept elsewhere. */
export interface Place {
  readonly id: string;
  readonly key: string;
  readonly moved: ReadonlyMap<string, unknown>;
}

/** A place for a run that begins `at` (ms since the epoch); a command that was begun before by `since` goes on in its own. */
export function placeFor(
  documents: ReadonlyMap<string, unknown>,
  { at, isSame }: { readonly at: number; readonly isSame: (record: RunRecord) => boolean },
): Place {
  const slots = slotKeys.map((key) => ({ key, record: recordIn(documents, key) }));
  const own = slots.find(({ record }) => record !== undefined && isSame(record));
  if (own?.record !== undefined) return { id: own.record.id, key: own.key, moved: new Map() };
  const { runs } = historyIn(documents);
  const id = idAfter(runs[0]?.id, at);
  const free = slots.find(({ record }) => record === undefined);
  if (free !== undefined) return { id, key: free.key, moved: new Map() };
  const [oldest] = slots.toSorted((one, other) => ((one.record?.id ?? '') < (other.record?.id ?? '') ? -1 : 1));
  const { key = failureKey, record } = oldest ?? {};
  const isLatestFailure = record !== undefined && runs.find(isFailure)?.id === record.id;
  return { id, key, moved: new Map(isLatestFailure ? [[failureKey, record]] : []) };
}

/** Short, and later ones sort after earlier ones: seconds since the epoch to the base of 36, six places until 2038. */
function idAfter(newest: string | undefined, at: number): string {
  const seconds = Math.floor(at / 1000);
  const next = newest === undefined ? 0 : Number.parseInt(newest, 36) + 1;
  return Math.max(seconds, Number.isNaN(next) ? 0 : next).toString(36);
}

/** The run that stands there now. */
export function recordIn(documents: ReadonlyMap<string, unknown>, key: string): RunRecord | undefined {
  const document = documents.get(key);
  return isRecord(document) ? document : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Whether a document is what this version of devstack writes; what another one wrote is not guessed at. */
function isRecord(document: unknown): document is RunRecord {
  if (!isObject(document) || document.version !== 1) return false;
  const { id, command, at, units, stages, end, named, files, warnings } = document;
  return (
    typeof id === 'string' &&
    typeof command === 'string' &&
    typeof at === 'number' &&
    [named, files, warnings].every(Array.isArray) &&
    (end === undefined || (isObject(end) && typeof end.outcome === 'string')) &&
    Array.isArray(stages) &&
    stages.every((stage) => isObject(stage) && typeof stage.name === 'string') &&
    Array.isArray(units) &&
    units.every((unit) => isObject(unit) && typeof unit.instance === 'string' && typeof unit.status === 'string')
  );
}
