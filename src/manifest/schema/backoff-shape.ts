import * as z from 'zod/mini';
import { fail, ok } from '../../core/result.ts';
import { duration, parsedScalar } from '../scalars.ts';
import { record } from './values.ts';

const factor = parsedScalar((text) => {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return number >= 1 ? ok(number) : fail(`must be a number from 1 up, not "${text}"`);
});

/** How long to wait between the attempts of a job. */
export const backoff = z.lazy(() =>
  record({
    initial: z.optional(duration),
    factor: z.optional(factor),
    max: z.optional(duration),
  }),
);
