import * as z from 'zod/mini';
import { fail, ok } from '../core/result.ts';
import { checkTest } from './healthcheck.ts';
import { fromLongMount, parseMode, parseShortMount, parseTmpfs } from './mounts.ts';
import { fromLongPort, parsePublished, parseShortPort } from './ports.ts';
import { fromReady, parseStatus, success } from './readiness.ts';
import { parseRestart } from './restart.ts';
import {
  boolean,
  command,
  containerPath,
  count,
  duration,
  integer,
  loose,
  parsed,
  parsedScalar,
  port,
  read,
  regex,
  size,
  text,
  value,
} from './scalars.ts';

/** A map of plain values; how these were written is taken from the tree. */
const values = z.record(z.string(), value);
const variables = z.union([values, z.array(z.string())]);

const longPort = z.strictObject({
  target: port,
  published: z.optional(parsedScalar(parsePublished)),
  host_ip: z.optional(text),
  protocol: z.optional(z.enum(['tcp', 'udp', 'sctp'])),
  name: z.optional(text),
  app_protocol: z.optional(text),
  mode: z.optional(z.enum(['host', 'ingress'])),
});

const longMount = z.strictObject({
  type: z.enum(['volume', 'bind', 'tmpfs']),
  source: z.optional(text),
  target: containerPath,
  read_only: z.optional(boolean),
  consistency: z.optional(text),
  bind: z.optional(
    z.strictObject({
      create_host_path: z.optional(boolean),
      propagation: z.optional(text),
      selinux: z.optional(text),
    }),
  ),
  volume: z.optional(z.strictObject({ nocopy: z.optional(boolean) })),
  tmpfs: z.optional(z.strictObject({ size: z.optional(size), mode: z.optional(parsedScalar(parseMode)) })),
});

const tmpfs = parsed(parseTmpfs);

/** Conditions by all their names: Compose's and the short ones. */
const conditions = {
  started: 'started',
  ready: 'ready',
  completed: 'completed',
  service_started: 'started',
  service_healthy: 'ready',
  service_completed_successfully: 'completed',
} as const;

const dependency = z.strictObject({
  condition: z.optional(
    read(z.enum(Object.keys(conditions) as (keyof typeof conditions)[]), (name) => ok(conditions[name])),
  ),
  required: z.optional(boolean),
  restart: z.optional(boolean),
});

const healthcheck = z.strictObject({
  test: z.optional(z.union([text, read(z.array(z.string()), checkTest)])),
  disable: z.optional(boolean),
  interval: z.optional(duration),
  timeout: z.optional(duration),
  retries: z.optional(count),
  start_period: z.optional(duration),
  start_interval: z.optional(duration),
});

const status = parsedScalar(parseStatus);

const http = read(
  z.strictObject({
    port,
    path: z.optional(parsed((path) => ok(path.startsWith('/') ? path : `/${path}`))),
    scheme: z.optional(z.enum(['http', 'https'])),
    status: z.optional(z.union([read(status, (range) => ok([range])), z.array(status)])),
    headers: z.optional(z.record(z.string(), loose)),
  }),
  ({ port, path = '/', scheme = 'http', status = [success], headers = {} }) =>
    ok({ port, path, scheme, status, headers }),
);

const ready = z.strictObject({
  http: z.optional(http),
  tcp: z.optional(z.strictObject({ port })),
  exec: z.optional(z.union([text, z.array(z.string())])),
  log: z.optional(regex),
  initial_delay: z.optional(duration),
  timeout: z.optional(duration),
  success_threshold: z.optional(integer(1, 1000)),
  period: z.optional(duration),
});

const output = z.strictObject({ sensitive: z.optional(boolean), required: z.optional(boolean) });

/** Keys of every unit. Each is checked by itself, so that one mistake leaves the others standing. */
export const unitShape = {
  image: text,
  command,
  entrypoint: command,
  environment: variables,
  ports: z.array(z.union([parsedScalar(parseShortPort), read(longPort, fromLongPort)])),
  volumes: z.array(z.union([parsed(parseShortMount), read(longMount, fromLongMount)])),
  tmpfs: z.union([read(tmpfs, (mount) => ok([mount])), z.array(tmpfs)]),
  working_dir: text,
  user: loose,
  init: boolean,
  depends_on: z.union([z.array(text), z.record(z.string(), z.union([z.null(), dependency]))]),
  stop_grace_period: duration,
  stage: loose,
  title: loose,
  from: text,
  aliases: z.record(z.string(), text),
};

/** Keys that only a service has. */
export const serviceShape = {
  healthcheck,
  ready: read(ready, fromReady),
  ready_timeout: duration,
  restart: parsed(parseRestart),
};

/** Keys that only a job has. */
export const jobShape = {
  timeout: duration,
  outputs: z.union([z.array(text), z.record(z.string(), z.union([z.null(), output]))]),
  inputs: z.array(text),
  run: z.enum(['changed', 'always']),
};

const stageWord = parsed((word) =>
  word === 'default' ? ok('default' as const) : fail(`must be a list, or the word default, not "${word}"`),
);
const stage = z.union([loose, z.strictObject({ name: loose, description: z.optional(loose) })]);

/** Keys of the whole file. Units and volumes are checked one by one. */
export const manifestShape = {
  name: text,
  stages: z.union([stageWord, z.array(stage)]),
  environment: variables,
};

/** Keys of a volume. */
export const volumeShape = {
  name: text,
  external: z.union([boolean, z.strictObject({ name: text })]),
  driver: text,
  driver_opts: values,
  labels: variables,
};

/** Checked values of some keys; a key that is absent or wrong is not there. */
export type Checked<Shape extends Readonly<Record<string, z.ZodMiniType>>> = {
  readonly [Key in keyof Shape]?: z.output<Shape[Key]>;
};
