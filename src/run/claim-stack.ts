import { createHash } from 'node:crypto';
import { DevstackError, failureOf } from '../core/failure.ts';
import type { Engine } from '../engine/engine.ts';
import type { LockHolder } from '../engine/project-lock.ts';

/** More than so many at once on one machine are hardly meant. */
const mostStacks = 32;

/** Longest that giving a claim back may take, ms. */
const releaseDeadline = 30_000;

/** A stack that outlives the tests with it, and that nobody else tests with meanwhile. */
export interface Claimed<Stack> {
  readonly stack: Stack;
  release(): Promise<void>;
}

/** What a stack for repeated tests is called by: the same whenever the same of the same files is asked for. 8 hex digits. */
export const reusedId = (paths: readonly string[], asked: readonly string[], number: number): string =>
  createHash('sha256')
    .update(JSON.stringify([paths, asked, number]))
    .digest('hex')
    .slice(0, 8);

/**
 * Claims a stack for repeated tests: of those that may be (`read` counts from 0) the first with which nobody tests now, so
 * that several at once each have their own. A claim of a process that is gone counts no more.
 */
export async function claimStack<Stack>(
  engine: Engine,
  holder: LockHolder,
  read: (number: number) => Promise<{ readonly project: string; readonly stack: Stack }>,
  signal: AbortSignal,
): Promise<Claimed<Stack>> {
  for (let number = 0; number < mostStacks; number++) {
    const { project, stack } = await read(number);
    const lock = engine.lock(`${project}_tests`);
    const outcome = await lock.acquire(holder, signal);
    if (outcome.kind === 'busy') continue;
    return { stack, release: () => lock.release(AbortSignal.timeout(releaseDeadline)).catch(ignoreEngine) };
  }
  const message = `${mostStacks} stacks for repeated tests of this manifest are in use`;
  const hint = 'wait for one of them, or leave out --reuse';
  throw new DevstackError({ code: 'locked', family: 'engine', message, hint });
}

/** The next one takes a claim over that could not be given back. */
function ignoreEngine(error: unknown): void {
  if (failureOf(error).family === 'bug') throw error;
}
