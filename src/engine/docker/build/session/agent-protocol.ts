/** Requests of an ssh agent that a build may make (draft-ietf-sshm-ssh-agent): list the keys, and sign. */
const allowed: ReadonlySet<number> = new Set([11, 13]);

/** The agent's answer "failure", with its length. */
export const refusal = Buffer.from([0, 0, 0, 1, 5]);

const lengthBytes = 4;
/** No agent takes more. */
const longest = 256 * 1024;

/** Requests with their length, however they were cut on the way. Throws where one is longer than any can be. */
export async function* agentRequests(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= lengthBytes) {
      const length = rest.readUInt32BE();
      if (length > longest) throw new Error('a request to the ssh agent is too long');
      if (rest.length < lengthBytes + length) break;
      yield rest.subarray(0, lengthBytes + length);
      rest = rest.subarray(lengthBytes + length);
    }
  }
}

/** Whether a request leaves the agent as it is. */
export const readOnly = (request: Buffer): boolean => allowed.has(request[lengthBytes] ?? 0);
