import type { Duplex } from 'node:stream';
import type Dockerode from 'dockerode';
import type { Streams } from '../engine.ts';
import { ask } from './ask.ts';
import { keepSize } from './keep-size.ts';
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
  const release = terminal && keepSize(terminal, (size) => container.resize(size));
  const closed = connectStreams(connection as Duplex, streams, signal).finally(() => release?.());
  closed.catch(() => undefined);
  return { closed };
}
