import type { Duplex } from 'node:stream';
import type { Streams } from '../engine.ts';
import { FrameReader } from './frames.ts';

/**
 * Connects a process's connection with streams of the caller. Resolves when its output has ended. With a terminal its
 * bytes are passed on as they are; else the engine tells standard output and error apart in frames.
 */
export async function connectStreams(connection: Duplex, streams: Streams, signal: AbortSignal): Promise<void> {
  const { stdin, stdout, stderr, terminal } = streams;
  const frames = new FrameReader();
  const stop = (): void => void connection.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const toProcess = (chunk: Buffer): void => void connection.write(chunk);
  const endOfInput = (): void => void connection.end();
  stdin?.on('data', toProcess).once('end', endOfInput);
  try {
    for await (const chunk of connection) {
      const pieces = terminal
        ? [{ stream: 'stdout' as const, payload: chunk as Buffer }]
        : frames.push(chunk as Buffer);
      for (const { stream, payload } of pieces) await written(stream === 'stdout' ? stdout : stderr, payload);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!cutCodes.has((error as NodeJS.ErrnoException).code)) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    stdin?.off('data', toProcess).off('end', endOfInput);
    stdin?.pause();
    connection.destroy();
  }
}

/** The engine cuts the connection when the process is gone: that is met by who reads, or by who still has input for it. */
const cutCodes: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

/** Waits for a reader that is slower than the process; one that has gone away wants nothing any more. */
async function written(stream: NodeJS.WritableStream, payload: Buffer): Promise<void> {
  if (stream.write(payload) || !stream.writable) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.once('drain', done).once('close', done);
  });
}
