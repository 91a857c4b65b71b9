import { type BigIntStats, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ProcessIdentity } from '../../core/host.ts';
import type { Regard } from '../../core/witness.ts';

/** A command as it was called, with all that decides what it does beside files and the engine. */
export interface Call {
  readonly argv: readonly string[];
  readonly version: string;
  /** absolute path of the file that is begun with: another one is another program, even where its version is the same */
  readonly program: string;
  /** absolute; where paths on the command line count from */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** what is written depends on where it is shown: terminals and their width */
  readonly screens: readonly (boolean | number | undefined)[];
}

/** Text that was written, and where. */
export type Written = readonly ['stdout' | 'stderr', string];

/**
 * What a command that changed nothing had seen, and what it said: as long as all of that is the same, it would say the
 * same again. It holds hashes and times alone of what was read, since that may be secret.
 */
export interface Receipt {
  /** whose stack it was about; absent: none */
  readonly project?: string;
  /** the engine's socket, absolute; absent: none was asked */
  readonly socket?: string;
  readonly files: readonly (readonly [path: string, regard: Regard, mark: string])[];
  readonly processes: readonly (readonly [process: ProcessIdentity, isAlive: boolean])[];
  /** paths of GET requests, with the digest of their answers */
  readonly answers: readonly (readonly [path: string, digest: string])[];
  readonly written: readonly Written[];
}

/** Where receipts are (XDG Base Directory Specification, `XDG_CACHE_HOME`). */
export function receiptFolder({ environment, home }: Pick<Call, 'environment' | 'home'>): string {
  const given = environment.XDG_CACHE_HOME ?? '';
  return join(isAbsolute(given) ? given : join(home, '.cache'), 'devstack', 'unchanged');
}

/** The file of a call's receipt. Any variable may decide what a manifest means, so each set of them has its own. */
export function receiptPath(call: Call): string {
  const { argv, version, folder, environment, screens } = call;
  const variables = Object.entries(environment).sort(([one], [other]) => (one < other ? -1 : 1));
  return join(receiptFolder(call), nameOf(JSON.stringify([version, argv, folder, screens, variables])));
}

/** Odd numbers whose bits are spread out, one for each 32 bits of a name. */
const factors = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

/**
 * 128 bits of a text, in hexadecimal digits. Nobody makes a call in order to be taken for another one of their own, so
 * that it need not be a cryptographic hash: to load those takes as long as all the rest of what is known before.
 */
function nameOf(text: string): string {
  const parts = factors.map((factor) => {
    let mixed = factor;
    for (let at = 0; at < text.length; at++) {
      mixed = Math.imul(mixed ^ text.charCodeAt(at), factor);
      mixed ^= mixed >>> 15;
    }
    return (mixed >>> 0).toString(16).padStart(8, '0');
  });
  return parts.join('');
}

/** What changes when a file or folder does, as far as it mattered. */
export function markOf(path: string, regard: Regard): string {
  const found = statsOf(path);
  if (typeof found === 'string') return found;
  const which = `${kindOf(found)} ${found.dev} ${found.ino}`;
  switch (regard) {
    case 'identity':
      return `${which} ${found.birthtimeNs}`;
    case 'content':
      return `${which} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`;
  }
}

/** A pipe or a terminal, `other`, tells nothing of what comes out of it. */
function kindOf(found: BigIntStats): 'folder' | 'file' | 'other' {
  if (found.isDirectory()) return 'folder';
  return found.isFile() ? 'file' : 'other';
}

function statsOf(path: string): BigIntStats | 'absent' | 'unknown' {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false }) ?? 'absent';
  } catch {
    // Such as in a folder that may not be looked into.
    return 'unknown';
  }
}
