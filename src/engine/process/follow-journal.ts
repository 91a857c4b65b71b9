import { open } from 'node:fs/promises';
import type { ProcessIdentity } from '../../core/host.ts';
import type { EngineEvent } from '../engine-event.ts';
import { supervisorIn } from './be-supervisor.ts';
import { type Claim, claimOn } from './claim.ts';
import { FolderWatch } from './folder-watch.ts';
import { hasCode, makePrivate } from './small-files.ts';
import type { ProjectFolder } from './state-folder.ts';
import type { JournalEntry } from './unit-file.ts';

/** What happens to a project's units from now on. Says that the view was lost where a supervisor has died. */
export async function* followJournal(
  project: ProjectFolder,
  name: string,
  isThere: (process: ProcessIdentity) => boolean,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  signal.throwIfAborted();
  await makePrivate(project.path);
  let { size: offset } = await read(project.journal, Number.POSITIVE_INFINITY);
  let mourned = await deadSupervisor(project, isThere);
  using watch = new FolderWatch(project.path);
  yield { type: 'connected' };
  for (;;) {
    const dead = await deadSupervisor(project, isThere);
    const { size, entries } = await read(project.journal, offset);
    yield* entries.map((entry) => eventOf(name, entry));
    const isLost = (dead !== undefined && dead !== mourned) || size < offset;
    offset = size;
    mourned = dead;
    if (isLost) {
      yield { type: 'disconnected', reason: 'what supervises the processes of this machine has died' };
      yield { type: 'connected' };
    }
    await watch.changed(signal);
  }
}

const eventOf = (project: string, { type, name, id, instance, at, exitCode }: JournalEntry): EngineEvent => ({
  type,
  handle: `host:${project}/${name}/${id}`,
  instance,
  at,
  ...(exitCode !== undefined && { exitCode }),
});

/** The claim of a supervisor that did not leave, and is not there either. */
async function deadSupervisor(
  { supervisor }: ProjectFolder,
  isThere: (process: ProcessIdentity) => boolean,
): Promise<Claim['id'] | undefined> {
  const found = await claimOn(supervisor);
  const told = found && supervisorIn(found);
  return told !== undefined && isThere(told.process) ? undefined : found?.id;
}

/** Whole lines after a place; `size`: where the next ones begin. */
async function read(path: string, from: number): Promise<{ size: number; entries: readonly JournalEntry[] }> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    if (size <= from) return { size, entries: [] };
    const { buffer } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    const end = buffer.lastIndexOf('\n') + 1;
    const lines = buffer.toString('utf8', 0, end).split('\n').slice(0, -1);
    return { size: from + end, entries: lines.map((line) => JSON.parse(line)) };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { size: 0, entries: [] };
    throw error;
  }
}
