import { createHash } from 'node:crypto';
import type { MigrationFile } from './migration-file.ts';
import type { Snapshot } from './snapshot.ts';

/** What is known of the migrations of one job on one state of data. */
export interface Ledger {
  /** of the state: short, the same for the same data */
  readonly id: string;
  /** identities of the data, by service */
  readonly state: Readonly<Record<string, string>>;
  /** in order */
  readonly applied: readonly MigrationFile[];
  /** the image that they were applied with, by a name of our own; absent: nothing was applied yet */
  readonly image?: string;
  /** when it was written, ms since the epoch */
  readonly at: number;
  /** what was begun and did not end well: what is applied now is for the job's own tool to find out */
  readonly unsettled?: 'up' | 'down';
  /** of the data, the latest first */
  readonly snapshots?: readonly Snapshot[];
  /** the snapshot that was about to be put back: until that is done the data is neither the one nor the other */
  readonly restoring?: string;
}

/** Ledgers of states that are kept for a job: of data that is gone, and of branches that have data of their own. */
const keptStates = 5;

const place = 'migrations/';
const prefix = (job: string): string => `${place}${job}/`;
const keyOf = (job: string, id: string): string => `${prefix(job)}${id}`;

/** Where the copies of a ledger's files are remembered. */
export const copiesKey = (job: string, id: string): string => `migration-files/${job}/${id}`;

/** A short name for a state of data. */
function stateId(state: Readonly<Record<string, string>>): string {
  const entries = Object.entries(state).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 12);
}

const isLedger = (document: unknown): document is Ledger =>
  typeof document === 'object' && document !== null && 'version' in document && document.version === 1;

/** All remembered ledgers of a job, the latest first. */
function ledgersOf(documents: ReadonlyMap<string, unknown>, job: string): readonly Ledger[] {
  const found = [...documents].flatMap(([key, document]) =>
    key.startsWith(prefix(job)) && isLedger(document) ? [document] : [],
  );
  return found.sort((one, other) => other.at - one.at);
}

/** All images that are kept for migrations of a project. */
export function imagesIn(documents: ReadonlyMap<string, unknown>): readonly string[] {
  return [...documents].flatMap(([key, document]) =>
    key.startsWith(place) && isLedger(document) && document.image !== undefined ? [document.image] : [],
  );
}

/** The ledger of a job for this state of its data: a fresh one where nothing was applied to it. */
export function ledgerOf(
  documents: ReadonlyMap<string, unknown>,
  job: string,
  state: Readonly<Record<string, string>>,
): Ledger {
  const id = stateId(state);
  const document = documents.get(keyOf(job, id));
  return isLedger(document) ? document : { id, state, applied: [], at: 0 };
}

/** The document of a ledger. */
export const ledgerDocument = (job: string, ledger: Ledger): readonly [key: string, document: unknown] => [
  keyOf(job, ledger.id),
  { version: 1, ...ledger },
];

/** What is not needed any more: documents, images and volumes by their names. */
interface Outdated {
  readonly documents: ReadonlyMap<string, undefined>;
  readonly images: readonly string[];
  readonly volumes: readonly string[];
}

/** What to forget once this ledger is written: those of the states that were worked on the longest ago. */
export function outdated(documents: ReadonlyMap<string, unknown>, job: string, { id }: Ledger): Outdated {
  const others = ledgersOf(documents, job).filter((ledger) => ledger.id !== id);
  const old = others.slice(keptStates - 1);
  const keys = old.flatMap((ledger) => [keyOf(job, ledger.id), copiesKey(job, ledger.id)]);
  const images = old.flatMap(({ image }) => (image === undefined ? [] : [image]));
  const volumes = old.flatMap(({ snapshots = [] }) => snapshots.flatMap((one) => Object.values(one.volumes)));
  return { documents: new Map(keys.map((key) => [key, undefined])), images, volumes };
}
