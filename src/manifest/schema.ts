import * as z from 'zod/mini';
import { fail, ok } from '../core/result.ts';
import { parseCron } from './cron.ts';
import { parseGlob } from './glob.ts';
import { checkTest } from './healthcheck.ts';
import { parseExternalLink, parseLink, parseVolumesFrom } from './links.ts';
import { fromLongMount, parseShortMount, parseTmpfs } from './mounts.ts';
import { countPorts, fromLongPort, parsePublished, parseShortPorts } from './ports.ts';
import { parsePullPolicy } from './pull-policy.ts';
import { fromCheck, fromReady, parseStatus, success } from './readiness.ts';
import { presetNames } from './readiness-model.ts';
import { parseRestart } from './restart.ts';
import {
  boolean,
  command,
  containerPath,
  count,
  duration,
  integer,
  loose,
  maybeParsed,
  maybeText,
  parsed,
  parsedScalar,
  port,
  read,
  regex,
  size,
  string,
  strings,
  text,
} from './scalars.ts';
import { backoff } from './schema/backoff-shape.ts';
import { build } from './schema/build-shape.ts';
import { containerShape, namespace } from './schema/container-shape.ts';
import { deploy } from './schema/deploy-shape.ts';
import { fileGrants, mode } from './schema/file-shape.ts';
import { hooks, preStartHooks } from './schema/hook-shape.ts';
import { lifecycle } from './schema/lifecycle-shape.ts';
import { migrations } from './schema/migrations-shape.ts';
import { attachments } from './schema/network-shape.ts';
import { process } from './schema/process-shape.ts';
import { external, names, oneOrMore, record, texts, variables } from './schema/values.ts';

// What has a shape of its own is made when a file first has it: making all of them takes longer than most files do.

const longPort = z.lazy(() =>
  z.strictObject({
    target: port,
    published: z.optional(parsedScalar(parsePublished)),
    host_ip: z.optional(text),
    protocol: z.optional(z.enum(['tcp', 'udp', 'sctp'])),
    name: z.optional(text),
    app_protocol: z.optional(text),
    mode: z.optional(z.enum(['host', 'ingress'])),
  }),
);

const longMount = z.lazy(() =>
  z.strictObject({
    type: z.enum(['volume', 'bind', 'tmpfs']),
    source: z.optional(text),
    target: containerPath,
    read_only: z.optional(boolean),
    consistency: z.optional(text),
    bind: z.optional(
      z.strictObject({
        create_host_path: z.optional(boolean),
        propagation: z.optional(text),
        selinux: z.optional(z.enum(['z', 'Z'])),
        recursive: z.optional(z.enum(['enabled', 'disabled', 'writable', 'readonly'])),
      }),
    ),
    volume: z.optional(
      z.strictObject({ nocopy: z.optional(boolean), subpath: z.optional(text), labels: z.optional(texts) }),
    ),
    tmpfs: z.optional(z.strictObject({ size: z.optional(size), mode: z.optional(mode) })),
  }),
);

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

const dependency = z.lazy(() =>
  z.strictObject({
    condition: z.optional(
      read(z.enum(Object.keys(conditions) as (keyof typeof conditions)[]), (name) => ok(conditions[name])),
    ),
    required: z.optional(boolean),
    restart: z.optional(boolean),
  }),
);

const healthcheck = z.lazy(() =>
  z.strictObject({
    test: z.optional(z.union([text, read(strings, checkTest)])),
    disable: z.optional(boolean),
    interval: z.optional(duration),
    timeout: z.optional(duration),
    retries: z.optional(count),
    start_period: z.optional(duration),
    start_interval: z.optional(duration),
  }),
);

const status = parsedScalar(parseStatus);

const http = z.lazy(() =>
  read(
    z.strictObject({
      port,
      path: z.optional(parsed((path) => ok(path.startsWith('/') ? path : `/${path}`))),
      scheme: z.optional(z.enum(['http', 'https'])),
      status: z.optional(z.union([read(status, (range) => ok([range])), z.array(status)])),
      headers: z.optional(z.record(string, loose)),
    }),
    ({ port, path = '/', scheme = 'http', status = [success], headers = {} }) =>
      ok({ port, path, scheme, status, headers }),
  ),
);

const checkShape = () => ({
  http: z.optional(http),
  tcp: z.optional(z.strictObject({ port })),
  grpc: z.optional(z.strictObject({ port, service: z.optional(string) })),
  exec: z.optional(z.union([text, strings])),
  log: z.optional(regex),
  file: z.optional(containerPath),
  healthcheck: z.optional(read(boolean, (asked) => (asked ? ok(true as const) : fail('must be true, or not there')))),
  preset: z.optional(z.enum(presetNames)),
  initial_delay: z.optional(duration),
  timeout: z.optional(duration),
  success_threshold: z.optional(integer(1, 1000)),
  period: z.optional(duration),
});

const ready = z.lazy(() =>
  z.strictObject({
    ...checkShape(),
    all: z.optional(z.array(read(z.strictObject(checkShape()), fromCheck))),
  }),
);

const output = z.lazy(() => z.strictObject({ sensitive: z.optional(boolean), required: z.optional(boolean) }));

const envFile = z.lazy(() =>
  z.union([text, z.strictObject({ path: text, required: z.optional(boolean), format: z.optional(z.enum(['raw'])) })]),
);

/** Keys of every unit. Each is checked by itself, so that one mistake leaves the others standing. */
export const unitShape = {
  ...containerShape,
  image: text,
  build,
  pull_policy: parsed(parsePullPolicy),
  profiles: names,
  scale: count,
  deploy,
  container_name: maybeText,
  networks: attachments,
  network_mode: namespace,
  links: z.array(parsed(parseLink)),
  external_links: z.array(parsed(parseExternalLink)),
  volumes_from: z.array(parsed(parseVolumesFrom)),
  secrets: fileGrants,
  configs: fileGrants,
  env_file: z.union([envFile, z.array(envFile)]),
  label_file: oneOrMore,
  attach: boolean,
  command,
  entrypoint: command,
  environment: variables,
  ports: z.pipe(
    read(z.unknown(), countPorts),
    z.array(z.union([parsedScalar(parseShortPorts), read(longPort, fromLongPort)])),
  ),
  volumes: z.array(z.union([parsed(parseShortMount), read(longMount, fromLongMount)])),
  tmpfs: z.union([read(tmpfs, (mount) => ok([mount])), z.array(tmpfs)]),
  working_dir: maybeText,
  user: maybeText,
  init: boolean,
  depends_on: z.union([z.array(text), z.record(string, z.union([z.null(), dependency]))]),
  stop_grace_period: duration,
  stage: loose,
  title: loose,
  from: text,
  aliases: z.record(string, text),
  process,
  skip: boolean,
};

/** Keys that only a service has. */
export const serviceShape = {
  healthcheck,
  ready: z.lazy(() => read(ready, fromReady)),
  ready_timeout: duration,
  restart: maybeParsed(parseRestart),
  pre_start: preStartHooks,
  post_start: hooks,
  pre_stop: hooks,
};

/** Keys that only a job has. */
export const jobShape = {
  timeout: duration,
  outputs: z.union([z.array(text), z.record(string, z.union([z.null(), output]))]),
  inputs: z.array(parsed(parseGlob)),
  run: z.enum(['changed', 'once', 'always']),
  retries: count,
  backoff,
  allow_failure: boolean,
  lifecycle,
  migrations,
  schedule: parsed(parseCron),
  state: names,
};

const stageWord = parsed((word) =>
  word === 'default' ? ok('default' as const) : fail(`must be a list, or the word default, not "${word}"`),
);
const stage = z.lazy(() =>
  z.union([
    loose,
    z.strictObject({
      name: loose,
      description: z.optional(loose),
      parallel: z.optional(integer(1, Number.MAX_SAFE_INTEGER)),
      timeout: z.optional(read(duration, (ms) => (ms > 0 ? ok(ms) : fail('must be longer than nothing')))),
    }),
  ]),
);

/** Keys of the whole file. Units and volumes are checked one by one. */
export const manifestShape = {
  name: text,
  stages: z.union([stageWord, z.array(stage)]),
  barrier: z.enum(['strict', 'eager']),
  parity: z.enum(['none', 'qovery']),
  environment: variables,
  env_file: z.union([envFile, z.array(envFile)]),
  test: record({
    environment: z.optional(variables),
    services: z.optional(names),
    reset: z.optional(z.enum(['none', 'seed', 'snapshot'])),
  }),
};

/** Keys of a volume. */
export const volumeShape = {
  name: text,
  external,
  driver: text,
  driver_opts: texts,
  labels: texts,
};

/** Checked values of some keys; a key that is absent or wrong is not there. */
export type Checked<Shape extends Readonly<Record<string, z.ZodMiniType>>> = {
  readonly [Key in keyof Shape]?: z.output<Shape[Key]>;
};
