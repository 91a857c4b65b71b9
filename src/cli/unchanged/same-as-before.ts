import { readFileSync } from 'node:fs';
import { isAlive } from '../../engine/process/identity.ts';
import { type Call, markOf, type Receipt, receiptPath, type Written } from './receipt.ts';

/**
 * What a call has to say, where it left a receipt and all that it saw then is the same now: files, variables, processes, and each
 * of the engine's answers. Undefined where anything is different, or unclear, so that it has to be carried out.
 */
export async function sameAsBefore(
  call: Call,
  process: Pick<NodeJS.Process, 'kill'>,
): Promise<readonly Written[] | undefined> {
  try {
    const receipt: Receipt = JSON.parse(readFileSync(receiptPath(call), 'utf8'));
    const { files, processes, written } = receipt;
    if (!files.every(([path, regard, mark]) => markOf(path, regard) === mark)) return undefined;
    if (!processes.every(([other, wasAlive]) => isAlive(other, process) === wasAlive)) return undefined;
    return (await isAnsweredTheSame(receipt)) ? written : undefined;
  } catch {
    // It was never left, or is of another make, or the engine is away: the command itself says what there is to say.
    return undefined;
  }
}

async function isAnsweredTheSame({ answers, socket = '' }: Receipt): Promise<boolean> {
  if (answers.length === 0) return true;
  // To ask takes longer to load than all the rest that a call without an engine needs.
  const { askAgain } = await import('./ask-again.ts');
  const digests = await askAgain(
    socket,
    answers.map(([path]) => path),
  );
  return answers.every(([, digest], at) => digests[at] === digest);
}
