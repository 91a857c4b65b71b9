import type Dockerode from 'dockerode';
import { DevstackError } from '../../core/failure.ts';
import { sleep } from '../sleep.ts';
import { chunksOf, open } from './ask.ts';
import { isRecord } from './docker-config.ts';
import { documentOf, linesOf } from './json-lines.ts';

/** Something that the engine told, in its own terms (Engine API, `SystemEvents`). */
export interface RawEvent {
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** ms since the epoch */
  readonly at: number;
}

/** What a standing stream of events yields. */
export type Told =
  | { readonly kind: 'connected' }
  | { readonly kind: 'disconnected'; readonly reason: string }
  | { readonly kind: 'event'; readonly event: RawEvent };

const firstPause = 100;
const longestPause = 2_000;
const asked = { doing: 'follow what happens on the engine' };

/**
 * Events that match the filters, for as long as `signal` lets it. The engine ends the answer without an error when it
 * goes away; then the stream is opened again, with growing pauses, and `disconnected` is told once for each break.
 */
export async function* followEvents(
  docker: Dockerode,
  filters: Readonly<Record<string, readonly string[]>>,
  signal: AbortSignal,
): AsyncGenerator<Told> {
  let pause = firstPause;
  let told = false;
  while (!signal.aborted) {
    let reason = 'the engine ended the connection';
    try {
      const stream = await open(asked, signal, (abortSignal) =>
        docker.getEvents({ filters: mutable(filters), abortSignal }),
      );
      pause = firstPause;
      told = false;
      yield { kind: 'connected' };
      for await (const event of eventsOf(chunksOf(stream, asked, signal))) yield { kind: 'event', event };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof DevstackError)) throw error;
      reason = error.failure.message;
    }
    if (!told) yield { kind: 'disconnected', reason };
    told = true;
    await sleep(pause, signal);
    pause = Math.min(pause * 2, longestPause);
  }
  throw signal.reason;
}

const mutable = (filters: Readonly<Record<string, readonly string[]>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, [...values]]));

/** One JSON document per line; what is no event in there is left out. */
async function* eventsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<RawEvent> {
  for await (const line of linesOf(chunks)) {
    const event = parseEvent(line);
    if (event !== undefined) yield event;
  }
}

function parseEvent(line: string): RawEvent | undefined {
  const parsed = documentOf(line);
  if (!isRecord(parsed) || !isRecord(parsed.Actor) || typeof parsed.Action !== 'string') return undefined;
  const attributes = isRecord(parsed.Actor.Attributes) ? parsed.Actor.Attributes : {};
  return {
    action: parsed.Action,
    id: String(parsed.Actor.ID ?? ''),
    attributes: attributes as Record<string, string>,
    at: typeof parsed.timeNano === 'number' ? parsed.timeNano / 1_000_000 : Number(parsed.time ?? 0) * 1000,
  };
}
