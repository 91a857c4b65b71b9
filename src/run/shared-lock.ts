import { type HeldLock, takeLock } from './project-lock.ts';
import type { Session } from './session.ts';

/** The project's lock for several pieces of work that may overlap: taken with the first, given back with the last. */
export class SharedLock {
  readonly #session: Session;
  readonly #project: () => string;
  #lock: Promise<HeldLock> | undefined;
  #users = 0;

  constructor(session: Session, project: () => string) {
    this.#session = session;
    this.#project = project;
  }

  /** Resolves when the lock is held; the result gives this piece of work's share of it back, once. */
  async share(): Promise<() => Promise<void>> {
    this.#users++;
    this.#lock ??= takeLock(this.#session, this.#project());
    const lock = this.#lock;
    const leave = async (): Promise<void> => {
      if (--this.#users > 0) return;
      this.#lock = undefined;
      await (await lock).release();
    };
    try {
      await lock;
    } catch (error) {
      this.#lock = undefined;
      this.#users--;
      throw error;
    }
    return leave;
  }
}
