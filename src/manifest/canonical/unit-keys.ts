import { asPairs } from '../files/shapes.ts';
import { build } from './build.ts';
import { deploy, gpus, healthcheck } from './deploy.ts';
import { grants } from './grants.ts';
import { extraHosts, ulimits } from './lists.ts';
import { mounts, path } from './mounts.ts';
import { attachments } from './networks.ts';
import { ports } from './ports.ts';
import {
  amount,
  amountText,
  asIs,
  boolean,
  bytes,
  command,
  duration,
  flag,
  given,
  list,
  mapFrom,
  number,
  object,
  pairs,
  text,
  textOf,
  type Write,
} from './values.ts';

const texts = list(text);

/** Variables; one without a value is taken from elsewhere. */
const variables: Write = (tree) =>
  mapFrom([...asPairs(tree).entries].map(([key, { value }]) => [key, textOf(value) ?? null]));

const weights = list(object({ path: text, weight: number }));
const rates = list(object({ path: text, rate: bytes }));

const device: Write = (tree, scope) => {
  if (tree.kind === 'map') return object({ source: text, target: text, permissions: text })(tree, scope);
  const [source = '', target = source, permissions = 'rwm'] = String(text(tree, scope) ?? '').split(':');
  return { source, target, permissions };
};

const hooks = list(
  object({
    command,
    user: text,
    privileged: flag,
    working_dir: text,
    environment: variables,
    image: text,
    per_replica: flag,
  }),
);

const eventKeys = object({ command, entrypoint: command, timeout: duration, retries: number, allow_failure: flag });

/** An event of a job, whose command may stand alone. */
const event: Write = (tree, scope) =>
  tree.kind === 'map' ? eventKeys(tree, scope) : given('command', command(tree, scope));

const pullPolicy: Write = (tree, scope) => {
  const given = text(tree, scope);
  return given === 'if_not_present' ? 'missing' : given;
};

const watch = list(object({ path, action: text, target: text }));

/** How each key of a unit is written, in the order of the Compose Specification's own tools. */
export const unitKeys: Readonly<Record<string, Write>> = {
  profiles: texts,
  annotations: pairs,
  attach: boolean,
  build,
  develop: object({ watch }),
  blkio_config: object({
    weight: number,
    weight_device: weights,
    device_read_bps: rates,
    device_read_iops: rates,
    device_write_bps: rates,
    device_write_iops: rates,
  }),
  cap_add: texts,
  cap_drop: texts,
  cgroup_parent: text,
  cgroup: text,
  cpu_count: amount,
  cpu_percent: amount,
  cpu_period: amount,
  cpu_quota: amount,
  cpu_rt_period: amount,
  cpu_rt_runtime: amount,
  cpus: amount,
  cpuset: text,
  cpu_shares: amount,
  command,
  configs: grants('config'),
  container_name: text,
  credential_spec: asIs,
  deploy,
  device_cgroup_rules: texts,
  devices: list(device),
  dns: texts,
  dns_opt: texts,
  dns_search: texts,
  domainname: text,
  entrypoint: command,
  expose: texts,
  external_links: texts,
  extra_hosts: extraHosts,
  group_add: texts,
  gpus,
  hostname: text,
  healthcheck,
  image: text,
  init: boolean,
  ipc: text,
  isolation: text,
  lifecycle: object({ start: event, stop: event, delete: event }),
  links: texts,
  logging: object({ driver: text, options: pairs }),
  mem_limit: bytes,
  mem_reservation: bytes,
  memswap_limit: bytes,
  mem_swappiness: amountText,
  mac_address: text,
  network_mode: text,
  networks: attachments,
  oom_kill_disable: flag,
  oom_score_adj: amount,
  pid: text,
  pids_limit: amount,
  platform: text,
  ports,
  privileged: flag,
  pull_policy: pullPolicy,
  read_only: flag,
  restart: text,
  scale: number,
  runtime: text,
  secrets: grants('secret'),
  security_opt: texts,
  shm_size: bytes,
  stdin_open: flag,
  stop_grace_period: duration,
  stop_signal: text,
  storage_opt: pairs,
  sysctls: pairs,
  tmpfs: texts,
  tty: flag,
  ulimits,
  user: text,
  userns_mode: text,
  uts: text,
  volumes: mounts,
  volumes_from: texts,
  working_dir: text,
  pre_start: hooks,
  post_start: hooks,
  pre_stop: hooks,
};
