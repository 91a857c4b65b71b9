import type { ProcessIdentity } from './host.ts';

/** What of a file mattered: what is in it, or only which file or folder it is. */
export type Regard = 'content' | 'identity';

/** What a run was told by the world: from the same again, the same follows. */
export interface Testimony {
  /** files and folders that were read or looked for, absolute */
  readonly files: Map<string, Regard>;
  /** other processes, and whether they were there */
  readonly processes: Map<ProcessIdentity, boolean>;
  /** something was read that can not be asked for once more as cheaply */
  isPartial: boolean;
}

let current: Testimony | undefined;

/** From now on, what is read is noted here; there is one listener in a process, and most runs have none. */
export function listen(): Testimony {
  current = { files: new Map(), processes: new Map(), isPartial: false };
  return current;
}

/** To be called with the absolute path of everything that is read, or only looked for, where it decides what a run does. */
export function consult(path: string, regard: Regard = 'content'): void {
  // Who has seen the content of a file also knows which file it is.
  if (regard === 'content' || current?.files.has(path) === false) current?.files.set(path, regard);
}

/** To be called where it decides what a run does whether another process is there. */
export function consultProcess(process: ProcessIdentity, isAlive: boolean): void {
  current?.processes.set(process, isAlive);
}

/** To be called where something decides what a run does that is no file, no process and no answer of an engine. */
export function consultOther(): void {
  if (current !== undefined) current.isPartial = true;
}
