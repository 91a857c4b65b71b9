import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FakeState } from './state.ts';

/** One request and the way to answer it. */
export interface Exchange {
  readonly state: FakeState;
  readonly apiVersion: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** what the route's pattern captured */
  readonly captured: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

/** A refusal, thrown from anywhere in a handler. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A route: method, pattern of the path without version, handler. */
export type Route = readonly [method: string, path: RegExp, handle: (exchange: Exchange) => void | Promise<void>];

export const json = ({ body }: Exchange): unknown => JSON.parse(body.toString() || '{}');

export function answer({ response }: Exchange, status: number, body?: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** Sends the headers now, as the engine does once it listens. */
export function begin({ response }: Exchange, contentType = 'application/json'): void {
  response.writeHead(200, { 'Content-Type': contentType });
  response.flushHeaders();
}

/** The `filters` of a list or of events. */
export function filtersOf({ query }: Exchange): Readonly<Record<string, readonly string[]>> {
  return JSON.parse(query.get('filters') ?? '{}');
}

/** Whether labels satisfy `key` or `key=value` for all of the wanted ones. */
export const hasLabels = (
  labels: Readonly<Record<string, string>> | null | undefined,
  wanted: readonly string[] = [],
): boolean =>
  wanted.every((text) => {
    const [key = '', value] = text.split(/=(.*)/s, 2);
    return value === undefined ? labels?.[key] !== undefined : labels?.[key] === value;
  });

/** A frame of multiplexed output. */
export function frame(stream: 'stdout' | 'stderr', payload: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream === 'stdout' ? 1 : 2;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}
