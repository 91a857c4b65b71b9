import * as z from 'zod/mini';
import { ok, type Result } from '../../core/result.ts';
import { boolean, command, count, duration, read } from '../scalars.ts';
import { record } from './values.ts';

/** An event of a job's life as a file has it. Times in ms. */
export interface GivenEvent {
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly timeout?: number;
  readonly retries?: number;
  readonly allow_failure?: boolean;
}

const asGiven = (event: GivenEvent): Result<GivenEvent, string> => ok(event);

/** What runs at one event of a job's life. A text or a list alone is its command. */
const event = z.lazy(() =>
  z.union([
    read(command, (words) => asGiven({ command: words })),
    read(z.null(), () => asGiven({})),
    read(
      record({
        command: z.optional(command),
        entrypoint: z.optional(command),
        timeout: z.optional(duration),
        retries: z.optional(count),
        allow_failure: z.optional(boolean),
      }),
      asGiven,
    ),
  ]),
);

/** What a job does when its stack comes up, is stopped, and is removed with its data. */
export const lifecycle = z.lazy(() =>
  record({ start: z.optional(event), stop: z.optional(event), delete: z.optional(event) }),
);
