import * as z from 'zod/mini';
import { ok } from '../../core/result.ts';
import { parseGlob } from '../glob.ts';
import { command, parsed, read } from '../scalars.ts';
import { record } from './values.ts';

const glob = parsed(parseGlob);

/** How the data of a job's services is brought from one version to another. */
export const migrations = z.lazy(() =>
  record({
    files: z.union([read(glob, (one) => ok([one])), z.array(glob)]),
    down: z.optional(command),
    on_rollback: z.optional(z.enum(['fail', 'restore', 'down'])),
  }),
);
