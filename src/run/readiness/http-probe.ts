import { request as httpRequest } from 'node:http';
import type { Probe } from '../../manifest/readiness-model.ts';
import { type Ask, isReady, notReady, type Target } from './ask.ts';
import { describeNetworkError } from './network-error.ts';
import { waitOnOnce, warmUp } from './wait-on-once.ts';

type HttpProbe = Extract<Probe, { kind: 'http' }>;

/** Bytes of an answer's body that are read for its reason. */
const bodyLimit = 2000;

/**
 * Ready when the status of a GET is one of those wanted, and is so for wait-on as well. What is not there yet is asked by
 * a request of our own alone: wait-on tells neither a refusal nor an answer, and asks on until it is.
 */
export function httpProbe(probe: HttpProbe, target: Target): Ask {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const url = `${probe.scheme}://${host}:${target.port}${probe.path}`;
  const resource = url.replace(/^https?/, '$&-get');
  const isWanted = (status: number) => probe.status.some(([from, to]) => status >= from && status <= to);
  return async ({ timeout }, signal) => {
    const reply = await askOnce(url, probe.headers, timeout, signal);
    signal.throwIfAborted();
    if (reply.kind === 'error') {
      warmUp(resource, signal);
      return notReady(reply.reason);
    }
    if (!isWanted(reply.status)) return notReady(`HTTP ${reply.status}${reply.body}`);
    let last = 'no answer';
    const validateStatus = (status: number) => {
      last = `HTTP ${status}`;
      return isWanted(status);
    };
    const came = await waitOnOnce(resource, { timeout, validateStatus, headers: probe.headers }, signal);
    return came ? isReady : notReady(`answered well once, then: ${last}`);
  };
}

type Reply =
  | { readonly kind: 'status'; readonly status: number; readonly body: string }
  | { readonly kind: 'error'; readonly reason: string };

/** One request, with its refusal or the first words of its answer. */
async function askOnce(
  url: string,
  headers: HttpProbe['headers'],
  timeout: number,
  signal: AbortSignal,
): Promise<Reply> {
  const send = url.startsWith('https:') ? (await import('node:https')).request : httpRequest;
  const { promise, resolve } = Promise.withResolvers<Reply>();
  const failed = (error: unknown) => resolve({ kind: 'error', reason: describeNetworkError(error, timeout) });
  const within = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  const options = { headers, signal: within, agent: false, rejectUnauthorized: false };
  const request = send(url, options, (response) => {
    let body = '';
    const done = () => resolve({ kind: 'status', status: response.statusCode ?? 0, body: quote(body) });
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      body += chunk;
      if (body.length > bodyLimit) response.destroy();
    });
    response.on('close', done);
    response.on('error', done);
  });
  request.on('error', failed);
  request.end();
  return await promise;
}

/** The first line of a short text answer; pages and binary say nothing in one line. */
function quote(body: string): string {
  const line = body.trim().split('\n', 1)[0] ?? '';
  return line === '' || line.startsWith('<') || line.length > 120 ? '' : ` "${line.replaceAll('"', "'")}"`;
}
