import { resolve } from 'node:path';
import type { Span } from '../core/source.ts';
import type { Context } from './context.ts';

/** A path on the host, made absolute: from the folder of the file that has it at `span`, `~` being the home folder. */
export function hostPath(path: string, span: Span, { variables }: Context): string {
  const home = variables.get('HOME') ?? '/';
  return resolve(
    span.source.folder,
    path.replace(/^~(?=\/|$)/, () => home),
  );
}
