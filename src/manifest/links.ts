import { fail, ok, type Result } from '../core/result.ts';
import type { Unit } from './model.ts';

/** `UNIT[:ALIAS]`. */
export function parseLink(text: string): Result<Unit['links'][number], string> {
  const [unit = '', alias = unit, ...rest] = text.split(':');
  return unit === '' || rest.length > 0 ? fail(`must look like "UNIT:ALIAS", not "${text}"`) : ok({ unit, alias });
}

/** `CONTAINER[:ALIAS]`. */
export function parseExternalLink(text: string): Result<Unit['externalLinks'][number], string> {
  const [container = '', alias = container, ...rest] = text.split(':');
  if (container === '' || rest.length > 0) return fail(`must look like "CONTAINER:ALIAS", not "${text}"`);
  return ok({ container, alias });
}

/** `UNIT[:ro]` or `container:NAME[:ro]`. */
export function parseVolumesFrom(text: string): Result<Unit['volumesFrom'][number], string> {
  const [, other, name, mode = 'rw'] = /^(container:)?([^:]+)(?::(ro|rw|z|Z))?$/.exec(text) ?? [];
  if (name === undefined) return fail(`must look like "UNIT:ro" or "container:NAME", not "${text}"`);
  return ok({ from: { kind: other === undefined ? 'unit' : 'container', name }, readOnly: mode === 'ro' });
}
