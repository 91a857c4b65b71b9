import { parseDuration } from '../core/duration.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { PullPolicy } from './model.ts';

const day = 24 * 3_600_000;

/** `always`, `never`, `missing`, `build`, `daily`, `weekly` or `every_12h` (Compose Specification, `pull_policy`). */
export function parsePullPolicy(text: string): Result<PullPolicy, string> {
  switch (text) {
    case 'always':
    case 'never':
    case 'missing':
    case 'build':
      return ok({ kind: text });
    case 'if_not_present':
      return ok({ kind: 'missing' });
    case 'daily':
      return ok({ kind: 'refresh', everyMs: day });
    case 'weekly':
      return ok({ kind: 'refresh', everyMs: 7 * day });
    default:
      return parseEvery(text);
  }
}

function parseEvery(text: string): Result<PullPolicy, string> {
  const every = text.startsWith('every_') ? parseDuration(text.slice('every_'.length)) : undefined;
  if (every?.ok) return ok({ kind: 'refresh', everyMs: every.value });
  return fail(`must be always, missing, never, build, daily, weekly or such as every_12h, not "${text}"`);
}
