import {
  asIs,
  bytes,
  command,
  duration,
  list,
  number,
  object,
  type PlainMap,
  pairs,
  positiveDuration,
  text,
  textOf,
  type Write,
} from './values.ts';

const count: Write = (tree, scope) => (textOf(tree) === 'all' ? -1 : number(tree, scope));

/** What is asked of a device driver. */
const device = object({ capabilities: list(text), driver: text, count, device_ids: list(text), options: pairs });

const update = object({
  parallelism: number,
  delay: positiveDuration,
  failure_action: text,
  monitor: positiveDuration,
  max_failure_ratio: number,
  order: text,
});

const keys = object({
  mode: text,
  replicas: number,
  labels: pairs,
  update_config: update,
  rollback_config: update,
  resources: object({
    limits: object({ cpus: number, memory: bytes, pids: number }),
    reservations: object({ cpus: number, memory: bytes, devices: list(device), generic_resources: asIs }),
  }),
  restart_policy: object({ condition: text, delay: duration, max_attempts: number, window: duration }),
  placement: asIs,
  endpoint_mode: text,
});

/** How a service is deployed (Compose Deploy Specification). */
export const deploy: Write = (tree, scope) => {
  const written = keys(tree, scope) as PlainMap | undefined;
  return written && { resources: {}, placement: {}, ...written };
};

/** Requests for GPUs; `all` is short for one. */
export const gpus: Write = (tree, scope) => (tree.kind === 'list' ? list(device)(tree, scope) : [{ count: -1 }]);

const test: Write = (tree, scope) => {
  const script = textOf(tree);
  return script === undefined ? command(tree, scope) : ['CMD-SHELL', script];
};

/** A healthcheck; a text is run by a shell. */
export const healthcheck = object({
  test,
  timeout: duration,
  interval: duration,
  retries: number,
  start_period: duration,
  start_interval: duration,
});
