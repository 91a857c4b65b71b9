import { Readable, Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Shell } from './shell.ts';

/** One of several that share the work of a test run, counted from 1. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

/** Puts this before each line that goes through; the rest of a line without an end gets one. */
export function prefixed(prefix: string): Transform {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const lines = (text: string): string => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    return parts.map((line) => `${prefix}${line}\n`).join('');
  };
  return new Transform({
    transform: (chunk: Buffer, _, done) => done(null, lines(decoder.write(chunk))),
    flush: (done) => done(null, lines(decoder.end()) + (rest === '' ? '' : `${prefix}${rest}\n`)),
  });
}

/** What else listens to a stream of this process, at most. */
const usualListeners = 10;

/** The shell of one shard: each line tells whose it is, and no terminal, which several could not share. */
export function shardShell(shell: Shell, { number, of }: Shard): Shell & { readonly flushed: () => Promise<void> } {
  const width = String(of).length;
  const prefix = `[${String(number).padStart(width)}/${of}] `;
  const streams = [shell.stdout, shell.stderr].map((stream) => {
    const own = prefixed(prefix);
    // Node takes more than ten listeners for a leak: here each shard is one.
    stream.setMaxListeners(Math.max(stream.getMaxListeners(), usualListeners + of));
    own.pipe(stream, { end: false });
    return own;
  });
  const [stdout, stderr] = streams.map((stream) => asTerminal(stream, shell.stdout.columns - prefix.length));
  const { host } = shell;
  const environment = { ...host.environment, DEVSTACK_SHARD: String(number), DEVSTACK_SHARDS: String(of) };
  const flushed = async (): Promise<void> => {
    await Promise.all(streams.map((stream) => new Promise<void>((resolve) => stream.once('end', resolve).end())));
  };
  // There is one to answer, and several that might ask.
  const stdin = Object.assign(Readable.from([]), { isTTY: false }) as unknown as ReadStream;
  return {
    ...shell,
    stdin,
    ...(stdout && { stdout }),
    ...(stderr && { stderr }),
    host: { ...host, environment },
    flushed,
  };
}

/** All that is asked of a stream that is no terminal. */
const asTerminal = (stream: Transform, columns: number): WriteStream =>
  Object.assign(stream, { isTTY: false, columns }) as unknown as WriteStream;
