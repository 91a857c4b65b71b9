import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { isAlive } from '../../engine/process/identity.ts';
import { essenceOf } from './essence.ts';
import { type Call, markOf, type Receipt, receiptPath, type Written } from './receipt.ts';

/** An engine that takes longer has something to tell, in ms. */
const deadlineMs = 10_000;

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
    const { files, processes, answers, socket = '', written } = receipt;
    if (!files.every(([path, regard, mark]) => markOf(path, regard) === mark)) return undefined;
    if (!processes.every(([other, wasAlive]) => isAlive(other, process) === wasAlive)) return undefined;
    const same = await Promise.all(answers.map(async ([path, digest]) => (await ask(socket, path)) === digest));
    return same.every(Boolean) ? written : undefined;
  } catch {
    // It was never left, or is of another make, or the engine is away: the command itself says what there is to say.
    return undefined;
  }
}

function ask(socketPath: string, path: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const asked = request({ socketPath, path, timeout: deadlineMs }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('error', reject);
    answer.on('end', () => resolve(essenceOf(path, answer, Buffer.concat(chunks))));
  });
  asked.on('timeout', () => asked.destroy(new Error('the engine does not answer')));
  asked.on('error', reject);
  asked.end();
  return promise;
}
