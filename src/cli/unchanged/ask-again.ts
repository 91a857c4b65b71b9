import { Agent, type ClientRequest, request } from 'node:http';
import { essenceOf } from './essence.ts';

/** An engine that takes longer has something to tell, in ms. */
const usualDeadline = 10_000;

/** To open a connection takes both sides longer than to answer. */
const connections = 8;

/**
 * Asks an engine for the same once more, and resolves to the digests of its answers, in order; `paths` are those of GET
 * requests. Rejects where one of them is not answered in time, `deadlineMs` for all.
 */
export async function askAgain(
  socketPath: string,
  paths: readonly string[],
  deadlineMs: number = usualDeadline,
): Promise<readonly string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const asked: ClientRequest[] = [];
  const leave = (): void => {
    for (const one of asked) one.destroy(new Error('the engine does not answer'));
    agent.destroy();
  };
  const timer = setTimeout(leave, deadlineMs);
  try {
    return await Promise.all(
      paths.map((path) => {
        const { promise, resolve, reject } = Promise.withResolvers<string>();
        // A name to check certificates against, which a socket never needs, is looked for where it is not set: 4 ms.
        const plain = { servername: '' };
        const one = request({ ...plain, socketPath, path, agent }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => resolve(essenceOf(path, answer, Buffer.concat(chunks))));
        });
        one.on('error', reject);
        one.end();
        asked.push(one);
        return promise;
      }),
    );
  } finally {
    clearTimeout(timer);
    leave();
  }
}
