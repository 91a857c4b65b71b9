import { createHash } from 'node:crypto';
import { DevstackError, failureOf } from '../core/failure.ts';
import type { Engine, LockHolder } from '../engine/engine.ts';

/** More than so many at once on one machine are hardly meant. */
const mostStacks = 32;

const releaseDeadline = 30_000;

/** A stack that outlives the tests with it, and that nobody else tests with meanwhile. */
export interface ClaimedStack {
  /** the first of its names that was free, counted from 0 */
  readonly number: number;
  release(): Promise<void>;
}

/** What a stack for repeated tests is called by: the same whenever the same of the same files is asked for. 8 hex digits. */
export const reusedId = (folder: string, asked: readonly string[], number: number): string =>
  createHash('sha256')
    .update(JSON.stringify([folder, asked, number]))
    .digest('hex')
    .slice(0, 8);

/**
 * Claims a stack for repeated tests: of its names the first with which nobody tests now, so that several at once each have
 * their own. A claim of a process that is gone counts no more.
 */
export async function claimStack(
  engine: Engine,
  holder: LockHolder,
  nameOf: (number: number) => string,
  signal: AbortSignal,
): Promise<ClaimedStack> {
  for (let number = 0; number < mostStacks; number++) {
    const lock = engine.lock(`${nameOf(number)}_tests`);
    const outcome = await lock.acquire(holder, signal);
    if (outcome.kind === 'busy') continue;
    return { number, release: () => lock.release(AbortSignal.timeout(releaseDeadline)).catch(ignoreEngine) };
  }
  const message = `${mostStacks} stacks for repeated tests of this manifest are in use`;
  throw new DevstackError({
    code: 'locked',
    family: 'engine',
    message,
    hint: 'wait for one of them, or leave out --reuse',
  });
}

/** The next one takes a claim over that could not be given back. */
function ignoreEngine(error: unknown): void {
  if (failureOf(error).family === 'bug') throw error;
}
