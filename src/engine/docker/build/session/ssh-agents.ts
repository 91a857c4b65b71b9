import { stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Host } from '../../../../core/host.ts';
import { encode, Message } from '../../../../core/protobuf.ts';
import type { BuildSsh } from '../../../../manifest/build-model.ts';
import { BuildProblem, unreadable } from '../build-failure.ts';
import { agentRequests, readOnly, refusal } from './agent-protocol.ts';
import type { Call, Services } from './grpc-server.ts';
import { GrpcError, status, unary } from './grpc-server.ts';
import { keyAgent } from './key-agent.ts';

/** The id that a step means when it names none (BuildKit, session/sshforward). */
const defaultId = 'default';

/** Lets steps of a build use ssh agents (BuildKit, `moby.sshforward.v1.SSH`): their keys, but not to change them. */
export async function sshAgents(wanted: readonly BuildSsh[], host: Host): Promise<Services> {
  const agents = new Map(
    await Promise.all(wanted.map(async (one) => [one.id || defaultId, await agentOf(one, host)] as const)),
  );
  const agentFor = (id: string): Connect => {
    const connect = agents.get(id || defaultId);
    if (connect === undefined) throw new GrpcError(status.notFound, `the build has no ssh agent "${id || defaultId}"`);
    return connect;
  };
  return {
    '/moby.sshforward.v1.SSH/CheckAgent': unary(async (request) => {
      agentFor(new Message(request).text(1));
      return encode([]);
    }),
    '/moby.sshforward.v1.SSH/ForwardAgent': (call) =>
      forward(agentFor(call.metadata('buildkit.ssh.id')[0] ?? ''), call),
  };
}

/** Opens a connection to an agent. */
type Connect = () => Duplex;

/** An agent that runs, or one of our own for a private key. */
async function agentOf({ id, path }: BuildSsh, host: Host): Promise<Connect> {
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
  if (stats.isSocket() || host.platform === 'win32') return () => createConnection(socket);
  return await keyAgent(id, socket);
}

/** Carries requests to the agent and answers back; only what reads keys or signs with them gets through. */
async function forward(connect: Connect, call: Call): Promise<void> {
  const agent = connect();
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
