import { join } from 'node:path';
import type { ProcessIdentity } from '../../core/host.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import type { Restart } from '../../manifest/model.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import { textIn, writeWhole } from './small-files.ts';

/** What a unit was created with; never changes. */
export interface UnitFile {
  /** names this one creation, so that what is made again under its name is not taken for it */
  readonly id: string;
  readonly name: string;
  readonly oneOff: boolean;
  readonly about: Pick<
    ObservedContainer,
    'instance' | 'unit' | 'kind' | 'stage' | 'stageIndex' | 'needs' | 'config' | 'mounts'
  > & { readonly project: string };
  readonly argv: readonly string[];
  /** absolute */
  readonly workingDir: string;
  readonly environment: Readonly<Record<string, string>>;
  /** variables of devstack's own environment that it is not to have */
  readonly unset: readonly string[];
  readonly restart: Restart;
  readonly stopSignal: NodeJS.Signals;
  /** ms */
  readonly stopGracePeriod: number;
  readonly ports: readonly PortToForward[];
  /** its ports that containers are given, and the address of this machine that they know */
  readonly forContainers?: { readonly gateway: string; readonly ports: readonly number[] };
  /** where on this machine the folders and files are that a container would have of its own, deepest first */
  readonly places: readonly Place[];
  /** bytes of a part of its log, and how many parts are kept */
  readonly log: { readonly partSize: number; readonly parts: number };
}

/** A path as the manifest has it, and where that is on this machine. */
export interface Place {
  readonly target: string;
  readonly path: string;
}

/** A port of the host that leads to one of the unit's; 0: any that is free. */
export interface PortToForward {
  readonly container: number;
  readonly host: number | readonly [from: number, to: number];
  readonly address: string;
}

/** A unit's process while there is one. */
export interface Running {
  readonly process: ProcessIdentity;
  /** ms since the epoch */
  readonly startedAt: number;
  /** when its start before this one ended; absent where this is the first */
  readonly endedAt?: number;
  readonly ports: ObservedContainer['ports'];
  readonly forContainers?: ObservedContainer['forContainers'];
}

/** Who keeps a state up to date: when that process is gone, it is true no more. */
interface Supervised {
  readonly supervisor: ProcessIdentity;
}

/** How far a unit is. */
export type UnitState =
  | { readonly kind: 'created' }
  | ({ readonly kind: 'running' } & Running & Supervised)
  | ({ readonly kind: 'paused' } & Running & Supervised)
  /** between an exit and the next start */
  | ({ readonly kind: 'restarting'; readonly exitCode: number } & Supervised)
  | { readonly kind: 'exited'; readonly exitCode: number; readonly startedAt: number; readonly finishedAt: number };

/** Where everything of one unit is. */
export const unitPlaces = (folder: string) => ({
  folder,
  file: join(folder, 'unit.json'),
  state: join(folder, 'state.json'),
  log: join(folder, 'log'),
  /** what stands for folders that containers have of their own */
  own: join(folder, 'own'),
});

/** A unit as it is on disk. */
export interface StoredUnit {
  readonly file: UnitFile;
  readonly state: UnitState;
}

/** Reads a unit from its folder; undefined where there is none, or it is just being made or removed. */
export async function readUnit(folder: string): Promise<StoredUnit | undefined> {
  const places = unitPlaces(folder);
  const [file, state] = await Promise.all([textIn(places.file), textIn(places.state)]);
  if (file === undefined || state === undefined) return undefined;
  try {
    return { file: JSON.parse(file), state: JSON.parse(state) };
  } catch {
    // A power failure leaves files empty: then nothing of it runs, and it is as good as half made.
    return undefined;
  }
}

/** Writes down how far a unit is. */
export async function writeState(folder: string, state: UnitState): Promise<void> {
  await writeWhole(unitPlaces(folder).state, JSON.stringify(state));
}

/** What happens to units, as the journal has it. */
export interface JournalEntry {
  readonly type: 'created' | 'started' | 'stopping' | 'died' | 'removed' | 'paused' | 'unpaused';
  readonly name: string;
  readonly id: string;
  readonly instance: InstanceId;
  /** ms since the epoch */
  readonly at: number;
  readonly exitCode?: number;
}
