import { askedNow, askedOptions } from '../cli/asked.ts';
import type { Outcome } from '../core/event.ts';
import type { Run, SessionOptions } from '../run/session.ts';
import { systemClock } from '../run/system-clock.ts';
import { TeardownError } from './errors.ts';
import type { Footing } from './footing.ts';
import { stackError } from './translate.ts';

/** What is done, and how it ends where somebody gives it up: leaving all as it is, or killing what was started. */
export interface Deed {
  readonly command: string;
  readonly units: readonly string[];
  readonly onAbort: 'detach' | 'kill';
}

/** Carries out a run to its end. Throws what it failed with, or the reason of the signal. */
export async function perform(
  { engine, host, project, onEvent }: Footing,
  { command, units, onAbort }: Deed,
  begin: (options: SessionOptions) => Run,
  signal?: AbortSignal,
): Promise<Outcome> {
  signal?.throwIfAborted();
  const run = begin({
    engine,
    clock: systemClock,
    ...askedOptions(askedNow(command, units), project.manifest, { host }),
    observer: onEvent,
  });
  const abort = (): void => run.send({ type: onAbort });
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const outcome = await run.done;
    signal?.throwIfAborted();
    refuse(outcome);
    return outcome;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function refuse(outcome: Outcome): void {
  switch (outcome.kind) {
    case 'ready':
    case 'created':
    case 'detached':
      return;
    case 'failed':
      throw stackError(outcome.failures);
    case 'exited':
    case 'stopped':
      if (outcome.complete) return;
      throw incomplete();
  }
}

/** Something is left; what, was told in warnings. */
export const incomplete = (): TeardownError =>
  new TeardownError(
    'something of the stack could not be stopped or removed: the warnings that "onEvent" hears say what',
    {
      code: 'teardown',
    },
  );
