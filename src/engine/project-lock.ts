import type { ProcessIdentity } from '../core/host.ts';

/** Who holds a lock. */
export interface LockHolder {
  readonly command: string;
  /** name of the machine */
  readonly host: string;
  readonly process: ProcessIdentity;
  /** ms since the epoch */
  readonly since: number;
}

/** A stack that is there for one process only. */
export interface OwnedStack {
  readonly project: string;
  readonly owner: LockHolder;
  /** names of images that were built for it, and go with it */
  readonly images: readonly string[];
  /** the owner was a process of this machine, and is no more */
  readonly isOrphaned: boolean;
}

/** One writer per project. A dead holder's lock of this host is taken over; another's is told. */
export interface ProjectLock {
  /** Takes the lock, or says who has it, and with what command a person can take it from a holder that is no more. */
  acquire(
    holder: LockHolder,
    signal: AbortSignal,
  ): Promise<
    { readonly kind: 'held' } | { readonly kind: 'busy'; readonly holder: LockHolder; readonly remedy: string }
  >;
  /** Resolves when the present holder's lock may be gone; then try again. */
  released(signal: AbortSignal): Promise<void>;
  release(signal: AbortSignal): Promise<void>;
}
