import type { DevstackError } from '../../core/failure.ts';
import { registryHost, registryOf } from './image-reference.ts';
import { pullReason } from './pull-failure.ts';
import { engineError } from './translate.ts';

interface Reason {
  readonly pattern: RegExp;
  readonly message: string;
  readonly hint: (reference: string) => string;
}

const login = (reference: string): string => `log in with "docker login ${registryHost(registryOf(reference))}"`;

/** What is said of a push only; the first match decides, then what is said of pulls. */
const reasons: readonly Reason[] = [
  {
    pattern: /does not exist locally|tag does not exist|No such image/i,
    message: 'the engine does not have it',
    hint: () => 'build it first',
  },
  {
    pattern: /no basic auth credentials|authentication required|authorization failed|unauthorized/i,
    message: 'the registry wants a login',
    hint: login,
  },
  {
    pattern: /denied|insufficient_scope|forbidden/i,
    message: 'the registry has no such place, or you may not push there',
    hint: (reference) => `look at the name; if it is right, ${login(reference)}`,
  },
];

/** A push that failed, in plain words. */
export function pushFailure(reference: string, engineText: string, cause?: unknown): DevstackError {
  const own = reasons.find(({ pattern }) => pattern.test(engineText));
  const reason = own === undefined ? pullReason(engineText) : { message: own.message, hint: own.hint(reference) };
  const message = reason?.message ?? engineText.trim().replace(/\.$/, '');
  return engineError('image-push', `could not push the image "${reference}": ${message}`, reason?.hint, cause);
}
