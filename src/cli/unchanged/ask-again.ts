import { request } from 'node:http';
import { essenceOf } from './essence.ts';

/** An engine that takes longer has something to tell, in ms. */
const deadlineMs = 10_000;

/** Asks an engine for the same once more, and resolves to the digest of its answer; `path` is that of a GET request. */
export function askAgain(socketPath: string, path: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  // A name to check certificates against, which a socket never needs, is looked for where it is not set: 4 ms.
  const plain = { servername: '' };
  const asked = request({ ...plain, socketPath, path, timeout: deadlineMs }, (answer) => {
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
