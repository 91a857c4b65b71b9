import { request as httpRequest } from 'node:http';
import type { Probe } from '../../manifest/readiness-model.ts';
import { type Ask, isReady, notReady, type Target } from './ask.ts';
import { describeNetworkError } from './network-error.ts';
import { waitOnSlice } from './wait-on-slice.ts';

type HttpProbe = Extract<Probe, { kind: 'http' }>;

/** Bytes of an answer's body that are read for its reason. */
const bodyLimit = 2000;

/** Ready when the status of a GET is one of those wanted. */
export function httpProbe(probe: HttpProbe, target: Target): Ask {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const url = `${probe.scheme}://${host}:${target.port}${probe.path}`;
  const isWanted = (status: number) => probe.status.some(([from, to]) => status >= from && status <= to);
  return async ({ timeout, interval, heard }, signal) => {
    let last: number | undefined;
    const validateStatus = (status: number) => {
      if (!isWanted(status) && status !== last) heard(`HTTP ${status}`);
      last = status;
      return isWanted(status);
    };
    const resource = url.replace(/^https?/, '$&-get');
    const came = await waitOnSlice(resource, { timeout, interval, validateStatus, headers: probe.headers }, signal);
    if (came) return isReady;
    const answer = await askOnce(url, probe.headers, timeout, signal);
    if (answer.kind === 'status' && isWanted(answer.status)) return isReady;
    return notReady(answer.kind === 'status' ? `HTTP ${answer.status}${answer.body}` : answer.reason);
  };
}

type Reply =
  | { readonly kind: 'status'; readonly status: number; readonly body: string }
  | { readonly kind: 'error'; readonly reason: string };

/** One request of our own, for what wait-on does not tell: the refusal, or the first words of the answer. */
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
