import * as z from 'zod/mini';
import { fail, ok, type Result } from '../../core/result.ts';
import { parseSize } from '../../core/size.ts';
import type { ContainerKeys, Device, Namespace } from '../container-keys.ts';
import {
  boolean,
  count,
  integer,
  maybeParsed,
  maybeText,
  parsed,
  parsedScalar,
  read,
  size,
  string,
  text,
} from '../scalars.ts';
import { gpus } from './device-request.ts';
import { decimal, names, oneOrMore, record, texts } from './values.ts';

const weights = z.lazy(() =>
  z.array(
    read(z.strictObject({ path: text, weight: integer(0, 1000) }), ({ path, weight }) => ok({ path, value: weight })),
  ),
);

const rates = z.lazy(() =>
  z.array(read(z.strictObject({ path: text, rate: size }), ({ path, rate }) => ok({ path, value: rate }))),
);

const blockLimits = z.lazy(() =>
  record({
    weight: z.optional(integer(0, 1000)),
    weight_device: z.optional(weights),
    device_read_bps: z.optional(rates),
    device_write_bps: z.optional(rates),
    device_read_iops: z.optional(rates),
    device_write_iops: z.optional(rates),
  }),
);

/** `SOURCE[:TARGET[:PERMISSIONS]]`; a name of the Container Device Interface such as `vendor.com/gpu=0` has no path. */
function parseDevice(device: string): Result<Device, string> {
  const [source = '', target, permissions, ...rest] = device.split(':');
  if (source === '' || rest.length > 0) return fail(`must look like "SOURCE:TARGET:rwm", not "${device}"`);
  const onlyPermissions = target !== undefined && permissions === undefined && /^[rwm]{1,3}$/.test(target);
  return ok({
    source,
    target: target === undefined || onlyPermissions ? source : target,
    permissions: (onlyPermissions ? target : permissions) ?? 'rwm',
  });
}

const device = z.lazy(() =>
  z.union([
    parsed(parseDevice),
    read(
      z.strictObject({ source: text, target: z.optional(text), permissions: z.optional(text) }),
      ({ source, target, permissions }) => ok({ source, target: target ?? source, permissions: permissions ?? 'rwm' }),
    ),
  ]),
);

function parseNamespace(text: string): Result<Namespace, string> {
  const [kind, ...rest] = text.split(':');
  const name = rest.join(':');
  if (kind === 'service') return name === '' ? fail('needs a name after "service:"') : ok({ kind: 'unit', unit: name });
  if (kind === 'container') {
    return name === '' ? fail('needs a name after "container:"') : ok({ kind: 'container', container: name });
  }
  return ok({ kind: 'mode', mode: text });
}

/** `host`, `none` and the like, `service:NAME` or `container:NAME`. */
export const namespace = maybeParsed(parseNamespace);

/** `HOST:ADDRESS` or `HOST=ADDRESS`, an IPv6 address also in brackets. */
function parseExtraHost(text: string): Result<string, string> {
  const [, host, address] = /^([^:=]+)[:=](.+)$/.exec(text) ?? [];
  if (host === undefined || address === undefined) return fail(`must look like "HOST:ADDRESS", not "${text}"`);
  return ok(`${host.trim()}:${address.trim().replace(/^\[(.*)\]$/, '$1')}`);
}

/** Other names of hosts, as a list or as a map of a host to one or more addresses. */
export const extraHosts = z.lazy(() =>
  z.union([
    z.array(parsed(parseExtraHost)),
    read(z.record(string, z.union([text, z.array(text)])), (hosts) =>
      ok(
        Object.entries(hosts).flatMap(([host, addresses]) =>
          [addresses].flat().map((address) => `${host}:${address.replace(/^\[(.*)\]$/, '$1')}`),
        ),
      ),
    ),
  ]),
);

const limit = integer(-1, Number.MAX_SAFE_INTEGER);

/** Limits by name: one number, or a soft and a hard one. */
export const ulimits = z.lazy(() =>
  z.record(
    string,
    z.union([read(limit, (both) => ok({ soft: both, hard: both })), z.strictObject({ soft: limit, hard: limit })]),
  ),
);

/** A size, or -1 for none. */
const sizeOrNone = parsedScalar((text) => (text.trim() === '-1' ? ok(-1) : parseSize(text)));

const microseconds = parsedScalar((text): Result<number, string> => {
  const [, number, unit = 'us'] = /^(-?\d+(?:\.\d+)?)(us|ms|s)?$/.exec(text.trim()) ?? [];
  if (number === undefined) return fail(`must be a time in microseconds, or such as 50ms, not "${text}"`);
  return ok(Math.round(Number(number) * { us: 1, ms: 1_000, s: 1_000_000 }[unit as 'us' | 'ms' | 's']));
});

const exposed = parsedScalar((text): Result<string, string> => {
  const [, from, to, protocol = 'tcp'] = /^(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/i.exec(text.trim()) ?? [];
  const wrong =
    from === undefined || Number(from) > 65_535 || Number(to ?? from) > 65_535 || Number(to ?? from) < Number(from);
  if (wrong) return fail(`must be a port such as 80, 53/udp or 8000-8010, not "${text}"`);
  return ok(`${from}${to === undefined ? '' : `-${to}`}/${protocol.toLowerCase()}`);
});

const logging = z.lazy(() =>
  read(z.strictObject({ driver: z.optional(text), options: z.optional(texts) }), ({ driver, options = {} }) =>
    ok(driver === undefined ? { options } : { driver, options }),
  ),
);

/** Keys that go to the engine as they are. */
export const containerShape = {
  annotations: texts,
  blkio_config: blockLimits,
  cap_add: names,
  cap_drop: names,
  cgroup: z.enum(['host', 'private']),
  cgroup_parent: maybeText,
  cpu_count: count,
  cpu_percent: decimal,
  cpu_period: microseconds,
  cpu_quota: microseconds,
  cpu_rt_period: microseconds,
  cpu_rt_runtime: microseconds,
  cpu_shares: count,
  cpus: decimal,
  cpuset: maybeText,
  device_cgroup_rules: names,
  devices: z.array(device),
  gpus,
  dns: oneOrMore,
  dns_opt: names,
  dns_search: oneOrMore,
  domainname: maybeText,
  expose: z.array(exposed),
  extra_hosts: extraHosts,
  group_add: names,
  hostname: maybeText,
  ipc: namespace,
  isolation: maybeText,
  labels: texts,
  logging,
  mac_address: maybeText,
  mem_limit: size,
  mem_reservation: size,
  mem_swappiness: integer(0, 100),
  memswap_limit: sizeOrNone,
  oom_kill_disable: boolean,
  oom_score_adj: integer(-1000, 1000),
  pid: namespace,
  pids_limit: limit,
  platform: maybeText,
  privileged: boolean,
  read_only: boolean,
  runtime: maybeText,
  security_opt: names,
  shm_size: size,
  stdin_open: boolean,
  stop_signal: maybeText,
  storage_opt: texts,
  sysctls: texts,
  tty: boolean,
  ulimits,
  userns_mode: maybeText,
  uts: maybeText,
} satisfies { readonly [Key in keyof ContainerKeys]-?: z.ZodMiniType<ContainerKeys[Key] | undefined> };
