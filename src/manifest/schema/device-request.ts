import * as z from 'zod/mini';
import { fail, ok, type Result } from '../../core/result.ts';
import type { DeviceRequest } from '../container-keys.ts';
import { integer, parsedScalar, read, text } from '../scalars.ts';
import { names, texts } from './values.ts';

const all = -1;

const request = (capabilities: readonly string[] | undefined) =>
  read(
    z.strictObject({
      driver: z.optional(text),
      count: z.optional(z.union([read(z.literal('all'), () => ok(all)), integer(all, Number.MAX_SAFE_INTEGER)])),
      device_ids: z.optional(names),
      capabilities: capabilities === undefined ? names : z.optional(names),
      options: z.optional(texts),
    }),
    ({
      driver,
      count: asked,
      device_ids: ids,
      capabilities: given = capabilities ?? [],
      options = {},
    }): Result<DeviceRequest, string> => {
      if (asked !== undefined && ids !== undefined) return fail('can have "count" or "device_ids", not both');
      // Neither a number nor names: all that there are (Compose Deploy Specification, `devices`).
      const number = asked ?? (ids === undefined ? all : undefined);
      return ok({
        capabilities: given,
        options,
        ...(driver !== undefined && { driver }),
        ...(number !== undefined && { count: number }),
        ...(ids !== undefined && { ids }),
      });
    },
  );

/** Devices that a reservation asks for by what they can do. */
export const deviceRequests = z.lazy(() => z.array(request(undefined)));

/** `all`, or requests for devices that can be a GPU. */
export const gpus = z.lazy(() =>
  z.union([
    parsedScalar((word) =>
      word === 'all'
        ? ok([{ capabilities: ['gpu'], options: {}, count: all }])
        : fail(`must be "all" or a list, not "${word}"`),
    ),
    z.array(request(['gpu'])),
  ]),
);
