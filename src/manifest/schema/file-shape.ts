import * as z from 'zod/mini';
import { ok, type Result } from '../../core/result.ts';
import { readMode } from '../mode.ts';
import { boolean, count, loose, read, text } from '../scalars.ts';
import { compact, texts } from './values.ts';

/** Permission bits. */
export const mode = read(z.union([z.string(), z.number()]), readMode);

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

const external = z.lazy(() => z.union([boolean, z.strictObject({ name: text })]));

/** Keys of a secret or config of the file. */
export const sharedFileShape = {
  name: text,
  file: text,
  environment: text,
  content: z.string(),
  external,
  labels: texts,
  driver: text,
  driver_opts: texts,
  template_driver: text,
};
