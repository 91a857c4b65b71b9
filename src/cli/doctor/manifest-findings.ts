import type { Failure } from '../../core/failure.ts';
import type { Problem } from '../../core/problem.ts';
import { locate } from '../../core/source.ts';
import type { Stack } from '../stack.ts';
import { doubtful, type Finding, fine, wrong } from './finding.ts';

/** A manifest that can be run. `program`: how this program was called, for what is advised. */
export function manifestFinding({ manifest, warnings }: Stack, program: string): Finding {
  const message = `${manifest.file}: ${counted(manifest.units.size, 'unit')}`;
  if (warnings.length === 0) return fine('manifest', message);
  return doubtful('manifest', `${message}, ${counted(warnings.length, 'warning')}`, `see "${program} validate"`);
}

/** One that can not, or none: a look at the engine alone needs none. `isNamed`: the command line says which one. */
export function noManifest(failure: Failure, isNamed: boolean, program: string): Finding {
  const errors = (failure.problems ?? []).filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return wrong('manifest', failure);
  if (first.code === 'not-found' && first.span === undefined && !isNamed) {
    return doubtful('manifest', first.message, 'write one with "devstack init", or name one with -f');
  }
  const others = errors.length === 1 ? '' : `, and ${counted(errors.length - 1, 'more error')}`;
  const all = `see all of them with "${program} validate"`;
  const hint = errors.length === 1 && first.hint !== undefined ? first.hint : all;
  return wrong('manifest', { family: 'manifest', message: `${told(first)}${others}`, hint });
}

const told = ({ span, message }: Problem): string => (span === undefined ? message : `${locate(span)}: ${message}`);

const counted = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
