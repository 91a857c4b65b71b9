import { mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessIdentity } from '../../core/host.ts';
import { type Claim, claim, claimOn, withdraw } from './claim.ts';
import { identityOf, isAlive } from './identity.ts';
import { projectFolder } from './state-folder.ts';
import { Supervisor } from './supervisor.ts';

/** Longest path that a socket may have on every platform, bytes (unix(7): 108, and 104 on macOS). */
const longestSocket = 100;

/** What happened is told to those who are there; nobody reads it later, bytes. */
const longestJournal = 1024 * 1024;

/** Who supervises a project, and where it can be asked. */
export interface SupervisorClaim {
  readonly process: ProcessIdentity;
  readonly socket: string;
}

/** The supervisor that a project has; undefined where there is none, or it has died. */
export async function supervisorOf(
  folder: string,
  isThere: (process: ProcessIdentity) => boolean,
): Promise<SupervisorClaim | undefined> {
  const found = await claimOn(folder);
  const told = found && supervisorIn(found);
  return told !== undefined && isThere(told.process) ? told : undefined;
}

/** Who has made a claim of a supervisor; undefined: that can not be read, as after a power failure, and nobody is there. */
export function supervisorIn({ text }: Claim): SupervisorClaim | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Supervises a project until nothing is left to do, or it is told to shut down. Does nothing where another one does. */
export async function beSupervisor(folder: string, shutdown: AbortSignal, ready: () => void): Promise<void> {
  const project = projectFolder(folder);
  const place = await socketPlace(folder);
  const id = await takePlace(project.supervisor, { process: identityOf(process.pid), socket: place.path });
  if (id !== undefined) {
    const supervisor = new Supervisor(project);
    shutdown.addEventListener('abort', () => void supervisor.stopAll(), { once: true });
    await shorten(project.journal);
    await supervisor.listen(place.path);
    ready();
    await supervisor.over;
    await withdraw(project.supervisor, id);
  }
  await rm(place.own, { recursive: true, force: true });
}

/** Whoever follows it is told to look again. */
async function shorten(journal: string): Promise<void> {
  const size = await stat(journal).then(
    (found) => found.size,
    () => 0,
  );
  if (size > longestJournal) await truncate(journal);
}

/** In the project's folder, or where its path would be too long, in one of its own. */
async function socketPlace(folder: string): Promise<{ readonly path: string; readonly own: string }> {
  const near = join(folder, `socket-${process.pid}`);
  if (Buffer.byteLength(near) <= longestSocket) return { path: near, own: near };
  const own = await mkdtemp(join(tmpdir(), 'devstack-'));
  return { path: join(own, 'socket'), own };
}

async function takePlace(folder: string, own: SupervisorClaim): Promise<string | undefined> {
  for (;;) {
    const id = await claim(folder, JSON.stringify(own));
    if (id !== undefined) return id;
    if ((await supervisorOf(folder, (one) => isAlive(one, process))) !== undefined) return undefined;
    const dead = await claimOn(folder);
    const other = dead && supervisorIn(dead);
    if (dead === undefined || (other !== undefined && isAlive(other.process, process))) continue;
    await withdraw(folder, dead.id);
    if (other !== undefined) await rm(other.socket, { force: true });
  }
}
