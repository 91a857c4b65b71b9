import type { Restart } from '../../manifest/model.ts';

/** The first pause before a restart, and the longest, ms; each is twice the one before (as Docker does it). */
const shortest = 100;
const longest = 60_000;
/** What ran for so long starts with the first pause again, ms. */
const steadyAfter = 10_000;

/** How often a unit has been started again since somebody asked for it. */
export interface Restarts {
  readonly count: number;
  /** before the next one, ms */
  readonly pause: number;
}

/** Of a unit that somebody has just started. */
export const noRestarts: Restarts = { count: 0, pause: shortest };

/** The restarts so far and the one that follows an end; undefined: the unit stays down. */
export function nextRestart(
  policy: Restart,
  { count, pause }: Restarts,
  end: { readonly exitCode: number; readonly ranForMs: number },
): { readonly afterMs: number; readonly restarts: Restarts } | undefined {
  if (!wantsRestart(policy, count, end.exitCode)) return undefined;
  const afterMs = end.ranForMs >= steadyAfter ? shortest : pause;
  return { afterMs, restarts: { count: count + 1, pause: Math.min(afterMs * 2, longest) } };
}

function wantsRestart(restart: Restart, count: number, exitCode: number): boolean {
  switch (restart.policy) {
    case 'no':
      return false;
    case 'always':
    case 'unless-stopped':
      return true;
    case 'on-failure':
      return (
        exitCode !== 0 && (restart.maxRetries === undefined || restart.maxRetries === 0 || count < restart.maxRetries)
      );
    default:
      return restart satisfies never;
  }
}
