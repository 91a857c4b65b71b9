import type Dockerode from 'dockerode';
import type { Host } from '../../core/host.ts';
import type { LockHolder, ProjectLock } from '../project-lock.ts';
import { sleep } from '../sleep.ts';
import { ask } from './ask.ts';
import { removeContainer } from './containers.ts';
import { followEvents } from './event-stream.ts';
import { createHolder } from './holder.ts';
import { label } from './labels.ts';
import { readHolder, writeHolder } from './lock-holder.ts';
import { engineError, isConflict, isMissing } from './translate.ts';

/** Each attempt fails only when someone else took or left the lock at that moment. */
const attempts = 20;
/** An engine reserves a name some time before it shows the container that has it; ms. */
const settling = 25;
/** How often it is looked whether the holder's process died, which the engine does not tell; ms. */
const lookEvery = 2_000;

/** A lock has nothing of its own. */
const bare = { volumes: true, mounts: [] };

/** A lock as found on the engine. */
interface Found {
  readonly id: string;
  readonly holder: LockHolder;
  /** its process was on this machine, and is no more */
  readonly dead: boolean;
}

/** The lock of a project: a container that is never started, since the engine gives a name to one only. */
export function dockerLock(
  connected: (signal: AbortSignal) => Promise<Dockerode>,
  project: string,
  host: Host,
): ProjectLock {
  const name = `${project}_devstack_lock`;
  let own: string | undefined;

  const find = async (docker: Dockerode, signal: AbortSignal): Promise<Found | undefined> => {
    try {
      const found = await ask(
        { doing: `look who uses the project "${project}"`, repeat: 'safe' },
        signal,
        (abortSignal) => docker.getContainer(name).inspect({ abortSignal }),
      );
      const holder = readHolder(found.Config.Labels ?? {}, Date.parse(found.Created));
      return { id: found.Id, holder, dead: holder.host === host.name && !host.isAlive(holder.process) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };

  const tryOnce = async (
    docker: Dockerode,
    holder: LockHolder,
    signal: AbortSignal,
  ): Promise<Found | 'held' | 'again'> => {
    try {
      own = await createHolder(docker, { name, labels: { [label.lock]: project, ...writeHolder(holder) } }, signal);
      return 'held';
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    const found = await find(docker, signal);
    if (found === undefined) return 'again';
    if (!found.dead) return found;
    // By id: whoever took it over meanwhile has another one.
    await removeContainer(docker, found.id, bare, signal);
    return 'again';
  };

  return {
    async acquire(holder, signal) {
      const docker = await connected(signal);
      for (let attempt = 0; attempt < attempts; attempt++) {
        const outcome = await tryOnce(docker, holder, signal);
        if (outcome === 'held') return { kind: 'held' };
        if (outcome !== 'again') return { kind: 'busy', holder: outcome.holder, remedy: `docker rm -f ${name}` };
        await sleep(settling * attempt, signal);
      }
      throw engineError('locked', `could not take the lock of the project "${project}": others keep taking it`);
    },

    async released(signal) {
      const docker = await connected(signal);
      const scope = new AbortController();
      const both = AbortSignal.any([signal, scope.signal]);
      const mayBeFree = async (): Promise<boolean> => (await find(docker, both))?.dead ?? true;
      try {
        await Promise.race([untilDestroyed(docker, project, mayBeFree, both), untilSeen(mayBeFree, both)]);
      } finally {
        scope.abort(new DOMException('the wait for the lock is over', 'AbortError'));
      }
    },

    async release(signal) {
      if (own === undefined) return;
      await removeContainer(await connected(signal), own, bare, signal);
      own = undefined;
    },
  };
}

async function untilDestroyed(
  docker: Dockerode,
  project: string,
  mayBeFree: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const filters = { type: ['container'], label: [`${label.lock}=${project}`], event: ['destroy'] };
  for await (const told of followEvents(docker, filters, signal)) {
    if (told.kind === 'event') return;
    if (told.kind === 'connected' && (await mayBeFree())) return;
  }
}

async function untilSeen(mayBeFree: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  do await sleep(lookEvery, signal);
  while (!(await mayBeFree()));
}
