import * as z from 'zod/mini';
import { ok } from '../../core/result.ts';
import { boolean, read, scalar, size, string, text } from '../scalars.ts';
import { extraHosts, ulimits } from './container-shape.ts';
import { fileGrants } from './file-shape.ts';
import { names, texts, values } from './values.ts';

/** Arguments keep a name without a value apart from one with an empty value: the former is taken from the environment. */
const buildArguments = z.lazy(() => z.union([values, z.array(scalar)]));

/** Ids of ssh agents or keys: `default`, `ID=PATH`, or as a map. */
const ssh = z.lazy(() =>
  z.union([
    read(text, (id) => ok([id])),
    z.array(text),
    read(z.record(string, z.union([text, z.null()])), (map) =>
      ok(Object.entries(map).map(([id, path]) => (path === null ? id : `${id}=${path}`))),
    ),
  ]),
);

const left = z.optional(z.unknown());

/** Keys that are told and left out. */
const ignored = Object.fromEntries(
  ['additional_contexts', 'cache_to', 'entitlements', 'no_cache_filter', 'provenance', 'sbom'].map((key) => [
    key,
    left,
  ]),
);

/** `build`: a context alone, or a map (Compose Build Specification). */
export const build = z.lazy(() =>
  z.union([
    read(text, (context) => ok({ context })),
    z.strictObject({
      context: z.optional(text),
      dockerfile: z.optional(text),
      dockerfile_inline: z.optional(string),
      args: z.optional(buildArguments),
      target: z.optional(text),
      labels: z.optional(texts),
      cache_from: z.optional(names),
      secrets: z.optional(fileGrants),
      ssh: z.optional(ssh),
      extra_hosts: z.optional(extraHosts),
      network: z.optional(text),
      platforms: z.optional(names),
      shm_size: z.optional(size),
      pull: z.optional(boolean),
      no_cache: z.optional(boolean),
      tags: z.optional(names),
      ulimits: z.optional(ulimits),
      isolation: z.optional(text),
      privileged: z.optional(boolean),
      ...ignored,
    }),
  ]),
);
