import * as z from 'zod/mini';
import { ok, type Result } from '../../core/result.ts';
import { readMode } from '../mode.ts';
import { count, loose, read, scalar, string, text } from '../scalars.ts';
import { compact, external, texts } from './values.ts';

/** Permission bits. */
export const mode = read(scalar, readMode);

/** A secret or config as a unit or a build names it. */
export interface GrantValue {
  readonly source: string;
  readonly target?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly mode?: number;
}

/** Secrets or configs that a unit or a build gets: names alone, or maps. */
export const fileGrants = z.lazy(() =>
  z.array(
    z.union([
      read(text, (source): Result<GrantValue, never> => ok({ source })),
      read(
        z.strictObject({
          source: loose,
          target: z.optional(text),
          uid: z.optional(count),
          gid: z.optional(count),
          mode: z.optional(mode),
        }),
        (given): Result<GrantValue, never> => ok(compact(given)),
      ),
    ]),
  ),
);

/** Keys of a secret or config of the file. */
export const sharedFileShape = {
  name: text,
  file: text,
  environment: text,
  content: string,
  external,
  labels: texts,
  driver: text,
  driver_opts: texts,
  template_driver: text,
};
