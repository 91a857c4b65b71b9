import type Dockerode from 'dockerode';
import { sleep } from '../sleep.ts';
import { ask } from './ask.ts';
import { ignore } from './ignore.ts';
import { deadlineFailure } from './translate.ts';
import { whenEmpty } from './when-empty.ts';

/** What the engine gives a container that says nothing of it, ms (Engine API, `ContainerStop`). */
const usualGrace = 10_000;

/** How long a stop may take beyond its grace period, ms: the engine also waits for the end of what it has killed. */
const usualMargin = 60_000;

/** As good as none; in ms. */
const noDeadline = 24 * 3_600_000;

/** How a container is stopped. */
interface StopManner {
  /** absent: what it was created with */
  readonly graceMs?: number | undefined;
  /** called where its end is seen before the engine tells of it */
  readonly onEmpty?: (() => void) | undefined;
  readonly marginMs?: number;
  readonly watchEnd?: typeof whenEmpty;
}

/** Its stop signal and, after the grace period, or the one that it was created with, SIGKILL: the engine does both. */
export async function stopContainer(
  docker: Dockerode,
  handle: string,
  signal: AbortSignal,
  { graceMs, onEmpty, marginMs = usualMargin, watchEnd = whenEmpty }: StopManner = {},
): Promise<void> {
  const asked = { doing: 'stop the container', code: 'teardown', deadlineMs: noDeadline, repeat: 'safe' } as const;
  const grace = graceMs === undefined ? {} : { t: Math.ceil(graceMs / 1000) };
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  const unwatch = onEmpty && watchEnd(handle, onEmpty);
  const stopped = ask(asked, both, (abortSignal) =>
    docker
      .getContainer(handle)
      .stop({ ...grace, abortSignal })
      .catch(ignore(304, 404)),
  );
  const late = untilLate(docker, handle, graceMs, marginMs, both).then(() => {
    throw deadlineFailure(asked);
  });
  // The loser of the race must not end as an unhandled rejection.
  stopped.catch(() => undefined);
  late.catch(() => undefined);
  try {
    await Promise.race([stopped, late]);
  } finally {
    unwatch?.();
    over.abort();
  }
}

/** What a container was made with is only asked for where its stop takes longer than most. */
async function untilLate(
  docker: Dockerode,
  handle: string,
  graceMs: number | undefined,
  marginMs: number,
  signal: AbortSignal,
): Promise<void> {
  const known = graceMs ?? usualGrace;
  await sleep(known + marginMs, signal);
  if (graceMs !== undefined) return;
  const found = await ask({ doing: 'look at the container', repeat: 'safe' }, signal, (abortSignal) =>
    docker.getContainer(handle).inspect({ abortSignal }),
  );
  // dockerode's types lack it.
  const { StopTimeout = 0 } = found.Config as { readonly StopTimeout?: number };
  await sleep(Math.max(0, StopTimeout * 1000 - known), signal);
}

/** A signal at once, SIGKILL when none is named; fine when it does not run. */
export async function killContainer(
  docker: Dockerode,
  handle: string,
  signal: AbortSignal,
  name = 'SIGKILL',
): Promise<void> {
  await ask({ doing: `send ${name} to the container` }, signal, (abortSignal) =>
    docker.getContainer(handle).kill({ signal: name, abortSignal }).catch(ignore(404, 409)),
  );
}
