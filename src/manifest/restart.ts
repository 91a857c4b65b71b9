import { fail, ok, type Result } from '../core/result.ts';
import type { Restart } from './model.ts';

/** A restart policy: `no`, `always`, `unless-stopped`, `on-failure` or `on-failure:N`. */
export function parseRestart(text: string): Result<Restart, string> {
  if (text === 'no' || text === 'always' || text === 'unless-stopped') return ok({ policy: text });
  const [, retries] = /^on-failure(?::(\d+))?$/.exec(text) ?? ['', '?'];
  if (retries === undefined) return ok({ policy: 'on-failure' });
  if (retries !== '?') return ok({ policy: 'on-failure', maxRetries: Number(retries) });
  return fail(`must be no, always, unless-stopped, on-failure or on-failure:N, not "${text}"`);
}
