import { text } from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import type { Exit } from '../engine.ts';
import { sleep } from '../sleep.ts';
import { ask, open } from './ask.ts';
import { dialStream } from './dial.ts';
import { isRecord } from './docker-config.ts';
import { documentOf } from './json-lines.ts';
import { engineError, isLost, isMissing, translate } from './translate.ts';

/** What breaks off is begun again below. */
const asked = { doing: 'wait for the end of the container', repeat: 'stumbles' } as const;
const look = { ...asked, repeat: 'safe' } as const;

/** How long a lost engine is given to come back before a wait fails, in ms, and how often it is asked meanwhile. */
const patience = 60_000;
const pause = 500;

/**
 * Waits for a container's next end, or tells the one that it has. The engine answers the request's headers as soon as it
 * listens (`POST /containers/{id}/wait?condition=next-exit`): from then on no exit is missed, however fast.
 */
export function waitForExit(
  connected: (signal: AbortSignal) => Promise<Dockerode>,
  handle: string,
  signal: AbortSignal,
): { readonly armed: Promise<void>; readonly exit: Promise<Exit> } {
  const { promise: armed, resolve, reject } = Promise.withResolvers<void>();
  const exit = connected(signal).then((docker) => persist(docker, handle, resolve, signal));
  exit.catch(reject);
  // Whoever only looks at one of the two must not meet the other as an unhandled rejection.
  armed.catch(() => undefined);
  return { armed, exit };
}

/** An engine that restarts in the middle ends the answer: then asks again, since the end may have happened meanwhile. */
async function persist(docker: Dockerode, handle: string, armed: () => void, signal: AbortSignal): Promise<Exit> {
  let lostAt: number | undefined;
  for (;;) {
    try {
      const code = await nextExit(docker, handle, armed, () => (lostAt = undefined), signal);
      return { exitCode: code, oomKilled: code !== 0 && (await wasOomKilled(docker, handle, signal)) };
    } catch (error) {
      if (!isLost(error)) throw error;
      lostAt ??= performance.now();
      if (performance.now() - lostAt > patience) throw error;
      await sleep(pause, signal);
    }
  }
}

async function nextExit(
  docker: Dockerode,
  handle: string,
  armed: () => void,
  answered: () => void,
  signal: AbortSignal,
): Promise<number> {
  const scope = new AbortController();
  const both = AbortSignal.any([signal, scope.signal]);
  const path = `/containers/${handle}/wait`;
  const stream = await open(asked, both, (abortSignal) =>
    dialStream(docker, { method: 'POST', path, query: { condition: 'next-exit' } }, abortSignal),
  );
  const answer = text(stream);
  answer.catch(() => undefined);
  answered();
  try {
    const ended = await exitOf(docker, handle, signal);
    armed();
    if (ended !== undefined) return ended;
    return parseExit(await answer);
  } catch (error) {
    throw signal.aborted ? signal.reason : translate(error, asked);
  } finally {
    scope.abort();
  }
}

function parseExit(answer: string): number {
  const parsed = documentOf(answer);
  if (isRecord(parsed) && typeof parsed.StatusCode === 'number') return parsed.StatusCode;
  throw engineError('engine-lost', 'could not wait for the end of the container: the engine stopped answering');
}

async function exitOf(docker: Dockerode, handle: string, signal: AbortSignal): Promise<number | undefined> {
  const { State } = await ask(look, signal, (abortSignal) => docker.getContainer(handle).inspect({ abortSignal }));
  return State.Status === 'exited' || State.Status === 'dead' ? State.ExitCode : undefined;
}

async function wasOomKilled(docker: Dockerode, handle: string, signal: AbortSignal): Promise<boolean> {
  try {
    const found = await ask(look, signal, (abortSignal) => docker.getContainer(handle).inspect({ abortSignal }));
    return found.State.OOMKilled;
  } catch (error) {
    // Removed in the same moment: its exit code is known, and that is what counts.
    if (isMissing(error)) return false;
    throw error;
  }
}
