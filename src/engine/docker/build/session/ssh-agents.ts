import { stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import type { Host } from '../../../../core/host.ts';
import { encode, Message } from '../../../../core/protobuf.ts';
import type { BuildSsh } from '../../../../manifest/build-model.ts';
import { BuildProblem, unreadable } from '../build-failure.ts';
import { agentRequests, readOnly, refusal } from './agent-protocol.ts';
import type { Call, Services } from './grpc-server.ts';
import { GrpcError, status, unary } from './grpc-server.ts';

/** The id that a step means when it names none (BuildKit, session/sshforward). */
const defaultId = 'default';

/** Lets steps of a build use ssh agents (BuildKit, `moby.sshforward.v1.SSH`): their keys, but not to change them. */
export async function sshAgents(wanted: readonly BuildSsh[], host: Host): Promise<Services> {
  const sockets = new Map(
    await Promise.all(wanted.map(async (one) => [one.id || defaultId, await socketOf(one, host)] as const)),
  );
  const socketFor = (id: string): string => {
    const socket = sockets.get(id || defaultId);
    if (socket === undefined) throw new GrpcError(status.notFound, `the build has no ssh agent "${id || defaultId}"`);
    return socket;
  };
  return {
    '/moby.sshforward.v1.SSH/CheckAgent': unary(async (request) => {
      socketFor(new Message(request).text(1));
      return encode([]);
    }),
    '/moby.sshforward.v1.SSH/ForwardAgent': (call) =>
      forward(socketFor(call.metadata('buildkit.ssh.id')[0] ?? ''), call),
  };
}

async function socketOf({ id, path }: BuildSsh, host: Host): Promise<string> {
  const socket = path ?? host.environment.SSH_AUTH_SOCK;
  if (!socket) {
    throw new BuildProblem(
      `it wants the ssh agent "${id}", and none runs`,
      'start one with "eval $(ssh-agent)" and "ssh-add", so that SSH_AUTH_SOCK is set',
    );
  }
  const stats = await stat(socket).catch((error: unknown) => {
    throw unreadable(`of the ssh agent "${id}", the socket`, socket, error);
  });
  // A named pipe of Windows shows as a file.
  if (stats.isSocket() || host.platform === 'win32') return socket;
  throw new BuildProblem(
    `"${socket}" is no socket of an ssh agent`,
    'add the key to an agent with "ssh-add", and name no path under "ssh"',
  );
}

/** Carries requests to the agent and answers back; only what reads keys or signs with them gets through. */
async function forward(socket: string, call: Call): Promise<void> {
  const agent = createConnection(socket);
  const onAbort = (): void => void agent.destroy();
  call.signal.addEventListener('abort', onAbort, { once: true });
  const answers = (async () => {
    for await (const chunk of agent as AsyncIterable<Buffer>) await call.send(encode([[1, chunk]]));
  })();
  answers.catch(() => undefined);
  try {
    for await (const request of agentRequests(dataOf(call.messages))) {
      if (readOnly(request)) agent.write(request);
      else await call.send(encode([[1, refusal]]));
    }
    agent.end();
    await answers;
  } finally {
    agent.destroy();
    call.signal.removeEventListener('abort', onAbort);
  }
}

async function* dataOf(messages: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const message of messages) yield new Message(message).bytes(1);
}
