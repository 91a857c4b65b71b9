import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Testimony } from '../../core/witness.ts';
import { writeWhole } from '../../engine/process/small-files.ts';
import type { Heard } from './hear-requests.ts';
import { type Call, markOf, type Receipt, receiptFolder, receiptPath, type Written } from './receipt.ts';

/** Each file has to be looked at on every start; a stack with more is not unchanged in an instant anyway. */
const mostFiles = 2000;
const mostReceipts = 100;
/** File systems tell times in steps of up to some ms. */
const clockStepMs = 10;

/** What an engine tells of itself: it runs other programs for that, and each of its answers tells it as well. */
const ofItself = new Set(['/_ping', '/version']);

/** What a run saw from when on (ms since the epoch), and what it wrote. */
export interface Seen {
  /** whose stack it was about; absent: none */
  readonly project?: string | undefined;
  readonly since: number;
  readonly testimony: Testimony;
  readonly heard: Heard;
  readonly written: readonly Written[];
  /** what files were like just before it, as far as they were known to matter */
  readonly before: ReadonlyMap<string, string>;
}

/** Keeps what a run that changed nothing has seen, unless it can not be told whether all of that is the same again. */
export async function leaveReceipt(call: Call, seen: Seen): Promise<void> {
  const receipt = receiptOf(call, seen);
  if (receipt === undefined) return;
  try {
    await writeWhole(receiptPath(call), JSON.stringify(receipt));
    await prune(receiptFolder(call));
  } catch {
    // No place to keep it costs only the time that it would save.
  }
}

function receiptOf(
  { program }: Call,
  { project, since, testimony, heard, written, before }: Seen,
): Receipt | undefined {
  const [socket, ...others] = heard.sockets;
  if (others.length > 0 || !heard.isComplete) return undefined;
  if (testimony.isPartial || testimony.files.size > mostFiles) return undefined;
  const known = new Map(testimony.files).set(program, 'content');
  const files = Array.from(known, ([path, regard]) => [path, regard, markOf(path, regard)] as const);
  if (files.some(([, regard, mark]) => regard === 'content' && mark.startsWith('other'))) return undefined;
  const isSettled = ([path, , mark]: (typeof files)[number]): boolean =>
    before.get(path) === mark || !isYounger(path, mark, since - clockStepMs);
  if (!files.every(isSettled)) return undefined;
  const { processes } = testimony;
  const signed = heard.isSigned ? [...heard.answers].filter(([path]) => !ofItself.has(path)) : [];
  const answers = signed.length > 0 ? signed : [...heard.answers];
  return {
    ...(project !== undefined && { project }),
    ...(socket !== undefined && { socket }),
    files,
    processes: [...processes],
    answers,
    written,
  };
}

/** What changed while it was read may have been read before it changed; what went away changed the folder it was in. */
function isYounger(path: string, mark: string, since: number): boolean {
  const changed = mark === 'absent' ? markOf(dirname(path), 'content') : mark;
  const [, , , size, modified, inodeChanged] = changed.split(' ');
  if (size === undefined) return false;
  return [modified, inodeChanged].some((time) => Number(BigInt(time ?? 0) / 1_000_000n) >= since);
}

/** Terminals come and go, and with them their variables: those that were used last are kept. */
async function prune(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= mostReceipts) return;
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  const old = dated.sort((one, other) => other.at - one.at).slice(mostReceipts / 2);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}
