import { text } from 'node:stream/consumers';
import { releaseWord } from './engine/process/begin-guard.ts';

/**
 * The program that stays while a stack belongs to a devstack, or while the command runs that was begun for it, and removes
 * the one and ends the other when that devstack was ended without having done so:
 * `reaper.js <project>`, with a pipe as its input that ends with that devstack.
 */
const [project = ''] = process.argv.slice(2);

// Whatever ends a terminal or a job of a CI system is what it is there for.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

if ((await text(process.stdin)) !== releaseWord) {
  // Only now: most of them have nothing to do.
  const [{ reap }, { makeHost }] = await Promise.all([import('./cli/isolated/reap.ts'), import('./cli/host.ts')]);
  await reap(project, makeHost(process));
}
process.exit(0);
