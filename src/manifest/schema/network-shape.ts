import * as z from 'zod/mini';
import { ok } from '../../core/result.ts';
import { boolean, integer, loose, read, string, text } from '../scalars.ts';
import { compact, external, names, texts } from './values.ts';

const whole = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

const attachment = z.lazy(() =>
  read(
    z.strictObject({
      aliases: z.optional(names),
      ipv4_address: z.optional(text),
      ipv6_address: z.optional(text),
      link_local_ips: z.optional(names),
      mac_address: z.optional(text),
      driver_opts: z.optional(texts),
      priority: z.optional(whole),
      gw_priority: z.optional(whole),
      interface_name: z.optional(text),
    }),
    (given) => ok(compact(given)),
  ),
);

/** How a unit stands on a network, as the file says it. */
export type AttachmentValue = z.output<typeof attachment>;

type AttachmentValues = Readonly<Record<string, AttachmentValue>>;

const byName = (entries: readonly (readonly [string, AttachmentValue | null])[]): AttachmentValues =>
  Object.fromEntries(entries.map(([name, given]) => [name, given ?? {}]));

/** Networks of a unit: names alone, or with how it stands on each. */
export const attachments = z.lazy(() =>
  z.union([
    read(names, (list) => ok(byName(list.map((name) => [name, null])))),
    read(z.record(string, z.union([z.null(), attachment])), (map) => ok(byName(Object.entries(map)))),
  ]),
);

const ipam = z.lazy(() =>
  z.strictObject({
    driver: z.optional(text),
    options: z.optional(texts),
    config: z.optional(
      z.array(
        z.strictObject({
          subnet: z.optional(text),
          ip_range: z.optional(text),
          gateway: z.optional(text),
          aux_addresses: z.optional(texts),
        }),
      ),
    ),
  }),
);

/** Keys of a network of the file. */
export const networkShape = {
  name: loose,
  external,
  driver: text,
  driver_opts: texts,
  attachable: boolean,
  enable_ipv4: boolean,
  enable_ipv6: boolean,
  internal: boolean,
  ipam,
  labels: texts,
};
