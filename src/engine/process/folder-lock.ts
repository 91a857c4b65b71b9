import type { Host } from '../../core/host.ts';
import type { LockHolder, ProjectLock } from '../project-lock.ts';
import { sleep } from '../sleep.ts';
import { type Claim, claim, claimOn, withdraw } from './claim.ts';

/** How often it is looked whether the lock is free, ms. */
const lookEvery = 100;

/** The lock of a project in a folder of this machine. */
export function folderLock(folder: string, host: Host): ProjectLock {
  let own: string | undefined;
  const isDead = (holder: LockHolder): boolean => holder.host === host.name && !host.isAlive(holder.process);

  /** Who really holds it: a dead one's claim is taken away. */
  const holderNow = async (): Promise<LockHolder | undefined> => {
    const found = await claimOn(folder);
    if (found === undefined) return undefined;
    const holder = holderIn(found);
    if (holder !== undefined && !isDead(holder)) return holder;
    await withdraw(folder, found.id);
    return undefined;
  };

  return {
    async acquire(holder, signal) {
      for (;;) {
        signal.throwIfAborted();
        own = await claim(folder, JSON.stringify(holder));
        if (own !== undefined) return { kind: 'held' };
        const other = await holderNow();
        if (other !== undefined) return { kind: 'busy', holder: other, remedy: `rm -r "${folder}"` };
      }
    },
    async released(signal) {
      while ((await holderNow()) !== undefined) await sleep(lookEvery, signal);
    },
    async release() {
      if (own !== undefined) await withdraw(folder, own);
      own = undefined;
    },
  };
}

/** Who has made a claim of a lock; undefined: that can not be read, as after a power failure, and nobody holds it. */
export function holderIn({ text }: Claim): LockHolder | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
