import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** An ssh agent with one key, whose comment is `key of the test`. */
export interface Agent {
  readonly socket: string;
  close(): void;
}

const run = promisify(execFile);

/** An answer of an agent that has one key (draft-ietf-sshm-ssh-agent, "SSH_AGENT_IDENTITIES_ANSWER"). */
function keyList(): Buffer {
  const text = (value: string) => Buffer.concat([number(value.length), Buffer.from(value)]);
  const body = Buffer.concat([Buffer.from([12]), number(1), text('blob'), text('key of the test')]);
  return Buffer.concat([number(body.length), body]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** One that remembers which kinds of requests reach it. */
export async function standInAgent(folder: string): Promise<Agent & { readonly asked: readonly number[] }> {
  const asked: number[] = [];
  const server = createServer((socket) =>
    socket.on('data', (request) => {
      asked.push(request[4] ?? 0);
      socket.write(keyList());
    }),
  );
  const socket = join(folder, 'agent.sock');
  await once(server.listen(socket), 'listening');
  return { socket, asked, close: () => server.close() };
}

/** OpenSSH's own. */
export async function opensshAgent(folder: string): Promise<Agent> {
  const socket = join(folder, 'agent.sock');
  const started = run('ssh-agent', ['-D', '-a', socket]);
  // It ends by a signal.
  started.catch(() => undefined);
  const { child: agent } = started;
  await once(agent.stdout ?? agent, 'data');
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'key of the test', '-f', join(folder, 'key')]);
  await run('ssh-add', ['-q', join(folder, 'key')], { env: { SSH_AUTH_SOCK: socket } });
  return { socket, close: () => agent.kill() };
}

/** Whether this machine has OpenSSH's agent. */
export const hasOpenssh = await run('ssh-keygen', ['-?']).catch(({ code }: { code: unknown }) => code !== 'ENOENT');
