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

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What a failed connection means, in words for people. `timeout` in ms. */
export function describeNetworkError(error: unknown, timeout: number): string {
  const code = codeOf(error);
  if (code !== undefined && code in sentences) return sentences[code] ?? code;
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return `no answer within ${formatDuration(timeout)}`;
  }
  return error instanceof Error ? error.message : String(error);
}
