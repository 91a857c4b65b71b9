import type Dockerode from 'dockerode';
import type { LogLine } from '../engine.ts';
import { sleep } from '../sleep.ts';
import { ask, chunksOf, open } from './ask.ts';
import { attachedLines } from './attach.ts';
import { dialStream } from './dial.ts';
import { followEvents } from './event-stream.ts';
import { FrameReader } from './frames.ts';
import { readCursor, sinceOf } from './log-cursor.ts';
import { LineJoiner, LineSplitter } from './log-lines.ts';
import { isLost, isMissing, refusalOf } from './translate.ts';

const asked = { doing: 'read the logs of the container' };

/** What to read of a container's output. */
export interface LogOptions {
  readonly follow: boolean;
  readonly since?: string;
  readonly tail?: number;
}

/**
 * A container's lines. The engine ends a followed answer at each exit: it is opened again at the next start, after
 * the last line that came, so that none is lost and none comes twice.
 */
export async function* containerLogs(
  docker: Dockerode,
  handle: string,
  options: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const joiner = new LineJoiner(options.since === undefined ? undefined : readCursor(options.since));
  let tail = options.tail;
  let seen = await look(docker, handle, signal);
  while (seen !== undefined) {
    try {
      yield* seen.driver === 'none'
        ? attachedLines(docker, handle, seen.tty, signal)
        : reading(docker, handle, joiner, { follow: options.follow, tail, tty: seen.tty }, signal);
    } catch (error) {
      if (isGone(error)) return;
      if (!isLost(error) || !options.follow) throw error;
    }
    if (!options.follow) return;
    tail = undefined;
    seen = await nextStart(docker, handle, seen, signal);
  }
}

interface Reading {
  readonly follow: boolean;
  readonly tail: number | undefined;
  readonly tty: boolean;
}

/** One answer of the engine, from where the joiner stands. */
async function* reading(
  docker: Dockerode,
  handle: string,
  joiner: LineJoiner,
  { follow, tail, tty }: Reading,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const cursor = joiner.resume();
  const query = {
    stdout: true,
    stderr: true,
    timestamps: true,
    follow,
    ...(tail !== undefined && { tail }),
    ...(cursor && { since: sinceOf(cursor) }),
  };
  const stream = await open({ ...asked, repeat: 'stumbles' }, signal, (abortSignal) =>
    dialStream(docker, { method: 'GET', path: `/containers/${handle}/logs`, query }, abortSignal),
  );
  const messages = tty ? rawMessages(new LineSplitter()) : framedMessages(new FrameReader());
  for await (const chunk of chunksOf(stream, asked, signal)) {
    for (const { stream: name, payload } of messages(chunk)) {
      const line = joiner.push(name, payload);
      if (line !== undefined) yield line;
    }
  }
  yield* joiner.flush();
}

const framedMessages = (frames: FrameReader) => (chunk: Buffer) => frames.push(chunk);

/** A container with a terminal has one stream without frames. */
const rawMessages = (splitter: LineSplitter) =>
  function* (chunk: Buffer) {
    for (const payload of splitter.push(chunk)) yield { stream: 'stdout' as const, payload };
  };

interface Look {
  readonly running: boolean;
  readonly startedAt: string;
  readonly tty: boolean;
  readonly driver: string;
}

async function look(docker: Dockerode, handle: string, signal: AbortSignal): Promise<Look | undefined> {
  try {
    const found = await ask({ ...asked, repeat: 'safe' }, signal, (abortSignal) =>
      docker.getContainer(handle).inspect({ abortSignal }),
    );
    return {
      running: found.State.Running && !found.State.Restarting,
      startedAt: found.State.StartedAt,
      tty: found.Config.Tty,
      driver: found.HostConfig.LogConfig?.Type ?? '',
    };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** How long the state of a container may lag behind the end of its output, in ms. */
const settling = 50;

/** Waits until the container runs again after `before`; undefined when it is gone. */
async function nextStart(
  docker: Dockerode,
  handle: string,
  before: Look,
  signal: AbortSignal,
): Promise<Look | undefined> {
  const filters = { type: ['container'], container: [handle], event: ['start', 'destroy'] };
  for await (const told of followEvents(docker, filters, signal)) {
    if (told.kind === 'disconnected') continue;
    const now = await look(docker, handle, signal);
    if (now === undefined) return undefined;
    // Started meanwhile, even if it has ended again: there may be lines that nobody has read.
    if (now.startedAt !== before.startedAt) return now;
    if (!now.running) continue;
    // The answer ended a moment before the engine has noted the exit, or the connection broke.
    await sleep(settling, signal);
    return now;
  }
  return undefined;
}

/** 409: the container is marked for removal. */
const isGone = (error: unknown): boolean =>
  isMissing(error) || refusalOf((error as { cause?: unknown }).cause)?.status === 409;
