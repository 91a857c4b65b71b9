import { setTimeout as sleep } from 'node:timers/promises';

/** In so many parts a time goes by. */
const parts = 20;

/**
 * Resolves when a time (ms) has gone by, in small parts: after a halt of the machine timers come before what could be
 * read all the while, and that is to come before the end of this.
 */
export async function letPass(ms: number): Promise<void> {
  for (let part = 0; part < parts; part++) await sleep(ms / parts, undefined, { ref: false });
}
