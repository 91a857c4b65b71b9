import type { Duplex } from 'node:stream';
import type Dockerode from 'dockerode';
import type { Streams } from '../engine.ts';
import { ask } from './ask.ts';
import { connectStreams } from './streams.ts';

/** Connects streams to the main process of a container that is about to start, so that nothing of it is missed. */
export async function attachStreams(
  docker: Dockerode,
  handle: string,
  streams: Streams,
  signal: AbortSignal,
): Promise<{ readonly closed: Promise<void> }> {
  const container = docker.getContainer(handle);
  const { terminal, stdin } = streams;
  const connection = await ask({ doing: 'attach to the container' }, signal, () =>
    container.attach({ stream: true, stdin: stdin !== undefined, stdout: true, stderr: true, hijack: true }),
  );
  // A container has no terminal to resize before it runs.
  const resize = async (): Promise<void> => {
    const { columns: w, rows: h } = terminal?.size() ?? { columns: 80, rows: 24 };
    await container.resize({ w, h }).catch(() => undefined);
  };
  const release = terminal?.onResize(() => void resize());
  const closed = connectStreams(connection as Duplex, streams, signal).finally(() => release?.());
  closed.catch(() => undefined);
  if (terminal !== undefined) connection.once('data', () => void resize());
  return { closed };
}
