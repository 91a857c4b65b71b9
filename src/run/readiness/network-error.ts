import { formatDuration } from '../../core/duration.ts';

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'network not reachable',
  ETIMEDOUT: 'connection timed out',
  ENOTFOUND: 'name not found',
  EPIPE: 'connection closed',
};

/** Codes of Node's HTTP parser and of its TLS: something else answers than was asked for. */
const foreign: readonly (readonly [codes: RegExp, sentence: string])[] = [
  [/^HPE_/, 'it does not speak HTTP/1.1 without TLS'],
  [/^(EPROTO|ERR_SSL_)/, 'it does not speak TLS'],
];

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What a failed connection means, in words for people. `timeout` in ms. */
export function describeNetworkError(error: unknown, timeout: number): string {
  const code = codeOf(error);
  if (code !== undefined && code in sentences) return sentences[code] ?? code;
  const other = foreign.find(([codes]) => codes.test(code ?? ''));
  if (other !== undefined) return other[1];
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return `no answer within ${formatDuration(timeout)}`;
  }
  return error instanceof Error ? error.message : String(error);
}
