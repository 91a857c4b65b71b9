import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Host } from '../../core/host.ts';
import { marker } from './family.ts';

/** What is told to a guard that has nothing to do any more. */
export const releaseWord = 'released';

/** Longest that a guard may take to leave, ms: it is nobody's business any more after that. */
const leaveDeadline = 1_000;

/** Where the guard's program is: beside this one in a bundle, above this folder in the sources. */
const guardProgram = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../reaper.ts' : './reaper.js', import.meta.url));

/**
 * Begins a process of its own session that removes a stack, if it belongs to this one, and ends what was begun for it,
 * when this one ends without having released it: it reads a pipe that ends with this process, whatever ends it.
 */
export function beginGuard(project: string, host: Host): { release(): Promise<void> } {
  // What ends all that was begun for another stack must not end this.
  const { [marker]: _, ...env } = host.environment;
  const child = spawn(process.execPath, [guardProgram(), project], {
    cwd: '/',
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  // It may have been ended by someone else; then the next start finds what is left.
  child.stdin?.on('error', () => undefined);
  child.unref();
  // What is only guarded keeps no program alive.
  if (child.stdin instanceof Socket) child.stdin.unref();
  return {
    async release() {
      child.stdin?.end(releaseWord);
      const over = new AbortController();
      const late = sleep(leaveDeadline, undefined, { signal: over.signal }).catch(() => undefined);
      await Promise.race([ended, late]);
      over.abort();
    },
  };
}
