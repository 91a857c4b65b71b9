import * as z from 'zod/mini';
import { count, duration, integer, size, text } from '../scalars.ts';
import { deviceRequests } from './device-request.ts';
import { decimal, record, texts } from './values.ts';

/** `deploy` (Compose Deploy Specification), as far as one engine can do it. */
export const deploy = z.lazy(() =>
  record({
    mode: z.optional(z.enum(['global', 'replicated', 'replicated-job', 'global-job'])),
    replicas: z.optional(count),
    resources: z.optional(
      record({
        limits: z.optional(
          record({
            cpus: z.optional(decimal),
            memory: z.optional(size),
            pids: z.optional(integer(-1, Number.MAX_SAFE_INTEGER)),
          }),
        ),
        reservations: z.optional(
          record({
            cpus: z.optional(decimal),
            memory: z.optional(size),
            devices: z.optional(deviceRequests),
            generic_resources: z.optional(z.unknown()),
          }),
        ),
      }),
    ),
    restart_policy: z.optional(
      record({
        // The last three are those of `restart`, which docker compose takes here too.
        condition: z.optional(z.enum(['none', 'on-failure', 'any', 'no', 'always', 'unless-stopped'])),
        max_attempts: z.optional(count),
        delay: z.optional(duration),
        window: z.optional(duration),
      }),
    ),
    endpoint_mode: z.optional(text),
    labels: z.optional(texts),
    placement: z.optional(z.unknown()),
    rollback_config: z.optional(z.unknown()),
    update_config: z.optional(z.unknown()),
  }),
);
