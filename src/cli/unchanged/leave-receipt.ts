import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Regard, Testimony } from '../../core/witness.ts';
import { writeWhole } from '../../engine/process/small-files.ts';
import type { Heard } from './hear-requests.ts';
import { type Marks, settledMarks } from './marks.ts';
import { type Call, type Receipt, receiptFolder, receiptPath, type Written } from './receipt.ts';

const mostReceipts = 100;

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
  readonly before?: Marks | undefined;
  /** what it went on from that was read before, of an engine that was known by then; absent: it began with nothing */
  readonly given?: Marks | undefined;
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

function receiptOf({ program }: Call, seen: Seen): Receipt | undefined {
  const { project, since, testimony, heard, written, given } = seen;
  const [socket, ...others] = heard.sockets;
  if (others.length > 0 || !heard.isComplete) return undefined;
  const { files, processes } = testimony;
  const marks = settledMarks({ ...testimony, files: new Map(files).set(program, 'content') }, since, seen.before);
  const answers = answersOf(heard, given === undefined);
  if (marks === undefined || answers === undefined) return undefined;
  return {
    ...(project !== undefined && { project }),
    ...(socket !== undefined && { socket }),
    files: filesOf(marks, given),
    processes: [...processes],
    answers,
    written,
  };
}

/** All of both: what changed in between is there as it was and as it is now, and will never be both again. */
function filesOf(marks: Marks, given: Marks = new Map()): Receipt['files'] {
  const isNews = ([path, [regard, mark]]: readonly [string, readonly [Regard, string]]): boolean =>
    given.get(path)?.[0] !== regard || given.get(path)?.[1] !== mark;
  return [...given, ...[...marks].filter(isNews)].map(([path, [regard, mark]]) => [path, regard, mark]);
}

/** Without those that tell nothing more; undefined where none tells which engine gave it, and that was not asked for. */
function answersOf({ answers, isSigned }: Heard, wasAsked: boolean): Receipt['answers'] | undefined {
  const signed = isSigned ? [...answers].filter(([path]) => !ofItself.has(path)) : [];
  if (signed.length > 0) return signed;
  return wasAsked || answers.size === 0 ? [...answers] : undefined;
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
