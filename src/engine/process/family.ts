import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessIdentity } from '../../core/host.ts';
import { identityOf } from './identity.ts';
import { isOfKernel, type ProcessEntry, processTable, variablesOf } from './process-table.ts';
import type { UnitFile } from './unit-file.ts';

/** The variable by which a process is known as a unit's, wherever it went. */
export const marker = 'DEVSTACK_INSTANCE';

/** The value of that variable: of this one creation of the unit. */
export const markOf = ({ id, name, about }: UnitFile): string => `${about.project}/${name}/${id}`;

/** How often it is looked whether all have ended, ms: soon at first, and then each time half as often. */
const firstPause = 5;
const longestPause = 100;
/** Between two tries to end all, ms. */
const killEvery = 20;
/** A process that forks faster than it can be found is given up after so many looks. */
const looks = 250;
/** One that hides while it becomes another program is no more to be expected after so many looks. */
const doubts = 4;

/**
 * All processes that a unit has begun, directly or not: a process may leave its group and session and outlive its
 * parent, so that they are known by any of these, by the unit's mark, or because they were seen before.
 */
export class Family {
  readonly #leader: ProcessIdentity;
  readonly #mark: string;
  /** start by pid */
  readonly #seen = new Map<number, string>();
  readonly #isOfThisBoot: boolean;

  constructor(leader: ProcessIdentity, mark: string) {
    this.#leader = leader;
    this.#mark = mark;
    this.#isOfThisBoot = leader.bootId === identityOf(process.pid).bootId;
  }

  /** Those that run now. */
  members(): readonly ProcessEntry[] {
    return this.#look().members;
  }

  /** Those that run now; `isSure`: none is just becoming another program, when it can not be told whose it is. */
  #look(): { readonly members: readonly ProcessEntry[]; readonly isSure: boolean } {
    const table = processTable();
    const byPid = new Map(table.map((entry) => [entry.pid, entry]));
    const present = byPid.get(this.#leader.pid);
    // Its number may have been given to another: then the group and session of that number are another's too.
    const isReused = present !== undefined && this.#leader.start !== '' && present.start !== this.#leader.start;
    const isKnown = this.#isOfThisBoot && !isReused;
    const found = new Set<number>();
    let isSure = true;
    for (const entry of table) {
      const { pid, start, group, session } = entry;
      if (pid === process.pid) continue;
      const isNear = isKnown && [pid, group, session].includes(this.#leader.pid);
      if (isNear || this.#seen.get(pid) === start) found.add(pid);
      else if (this.#mayBe(start) && !isOfKernel(entry)) {
        const variables = variablesOf(pid);
        if (variables?.includes(`${marker}=${this.#mark}`)) found.add(pid);
        else if (variables?.length === 0) isSure = false;
      }
    }
    for (const pid of descendants(table, found)) found.add(pid);
    const members = [...found].flatMap((pid) => byPid.get(pid) ?? []);
    for (const { pid, start } of members) this.#seen.set(pid, start);
    return { members, isSure };
  }

  /** What began before the leader was begun by someone else: most of a machine's processes need no closer look. */
  #mayBe(start: string): boolean {
    return !(this.#isOfThisBoot && Number(start) < Number(this.#leader.start));
  }

  /** Ends all of them for good; resolves when none is left. */
  async kill(): Promise<void> {
    for (let look = 0, empty = 0; look < looks; look++) {
      const { members, isSure } = this.#look();
      if (members.length === 0 && (isSure || ++empty === doubts)) return;
      for (const { pid } of members) send(pid, 'SIGKILL');
      await sleep(look === 0 ? 1 : killEvery);
    }
  }

  /** Resolves when none is left, or the time (ms) is over. */
  async gone(withinMs: number): Promise<void> {
    const end = performance.now() + withinMs;
    for (let pause = firstPause; this.members().length > 0; pause = Math.min(pause * 2, longestPause)) {
      const left = end - performance.now();
      if (left <= 0) return;
      await sleep(Math.min(pause, left));
    }
  }
}

function descendants(table: readonly ProcessEntry[], roots: ReadonlySet<number>): ReadonlySet<number> {
  const children = Map.groupBy(table, ({ parent }) => parent);
  const found = new Set(roots);
  // A Set hands out what is added to it on the way, so it is its own queue.
  for (const pid of found) for (const child of children.get(pid) ?? []) found.add(child.pid);
  return found;
}

/** Sends a signal to a process, or with a negative number to a group. Fine when it has ended. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already, or has become another's, whom we may not touch.
  }
}
