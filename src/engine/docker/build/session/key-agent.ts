import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { BuildProblem, unreadable } from '../build-failure.ts';

/**
 * Opens connections to an ssh agent of our own, which knows one private key and uses it for nothing but to sign. Throws
 * where the key can not be used without its passphrase.
 */
export async function keyAgent(id: string, path: string): Promise<() => Duplex> {
  const text = await readFile(path).catch((error: unknown) => {
    throw unreadable(`of the ssh agent "${id}", the key`, path, error);
  });
  // Few builds need it, and it takes long to load.
  const { AgentProtocol, utils } = (await import('ssh2')).default;
  const key = utils.parseKey(text);
  if (key instanceof Error || !key.isPrivateKey()) throw unusable(path, key instanceof Error ? key.message : '');
  return () => {
    const agent = new AgentProtocol(false);
    agent.on('identities', (request) => agent.getIdentitiesReply(request, [key]));
    agent.on('sign', (request, wanted, data, { hash }) => {
      const isKnown = Buffer.compare(Buffer.from(wanted.getPublicSSH()), Buffer.from(key.getPublicSSH())) === 0;
      const signature = isKnown ? key.sign(data, hash) : undefined;
      if (Buffer.isBuffer(signature)) agent.signReply(request, signature);
      else agent.failureReply(request);
    });
    return agent;
  };
}

/** What the parser says of a key may hold parts of it, so that only what is known is told. */
function unusable(path: string, said: string): BuildProblem {
  const isLocked = /passphrase|encrypted/i.test(said);
  return new BuildProblem(
    isLocked
      ? `the key "${path}" has a passphrase`
      : `"${path}" is neither the socket of an ssh agent nor a private key`,
    'add the key to an agent with "ssh-add", and name no path under "ssh"',
  );
}
