import type { Problem } from '../core/problem.ts';
import type { Span } from '../core/source.ts';
import { didYouMean } from '../core/suggest.ts';

/** Keys that mean the same to other tools, or to Compose at another place. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['interval', 'period'],
  ['start_period', 'initial_delay'],
  ['delay', 'initial_delay'],
  ['test', 'exec'],
  ['cmd', 'command'],
  ['env', 'environment'],
  ['needs', 'depends_on'],
  ['requires', 'depends_on'],
]);

/** The longest list of keys that helps more than it hides. */
const mostListed = 16;

/** A key that nothing knows. `place` says where it stands, such as `service "web"`. */
export function unknownKey(key: string, span: Span, place: string, known: readonly string[]): Problem {
  const listed = known.length <= mostListed ? `it can have ${known.join(', ')}` : undefined;
  const meant = otherNames.get(key);
  const hint =
    meant !== undefined && known.includes(meant) ? `did you mean "${meant}"?` : (didYouMean(key, known) ?? listed);
  return {
    severity: 'error',
    code: 'unknown-key',
    message: `unknown key "${key}" in ${place}`,
    span,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** A key that a later version will know. */
export function unsupportedKey(key: string, span: Span, place: string): Problem {
  const message = `"${key}" in ${place} is not supported yet and ignored`;
  return { severity: 'warning', code: 'unsupported-key', message, span };
}

/** A key that no engine on one machine can honour, or that means nothing here. */
export function ignoredKey(key: string, span: Span, place: string, why: string): Problem {
  const message = `"${key}" of ${place} is ignored: ${why}`;
  return { severity: 'warning', code: 'ignored-key', message, span };
}

/** A key of devstack in a file that Compose has to read as well. */
export function foreignKey(key: string, span: Span): Problem {
  const message = `"${key}" is a key of devstack, which a Compose file has only under "x-devstack"`;
  const hint = 'write it there, or name the file devstack.yaml';
  return { severity: 'error', code: 'illegal-key', message, span, hint };
}
