import type Dockerode from 'dockerode';
import type { Healthcheck } from '../../manifest/model.ts';
import type { ContainerSpec, MountSpec } from '../../plan/container-spec.ts';
import { isAtLeast } from './api-version.ts';
import { composeLabel, label, labelVersion } from './labels.ts';

/** The body of `POST /containers/create` for a spec. `api` is the version spoken: fields that it lacks are left out. */
export function containerBody(spec: ContainerSpec, config: Readonly<Record<string, string>>, api: string) {
  const mounts = spec.mounts.map((mount) => mountBody(mount, api));
  return {
    Image: spec.image,
    Env: Array.from(spec.environment, ([name, value]) => `${name}=${value}`),
    Labels: labelsOf(spec, config),
    ExposedPorts: Object.fromEntries(Object.keys(portBindings(spec)).map((port) => [port, {}])),
    StopTimeout: Math.ceil(spec.stopGracePeriod / 1000),
    ...(spec.command && { Cmd: [...spec.command] }),
    ...(spec.entrypoint && { Entrypoint: [...spec.entrypoint] }),
    ...(spec.workingDir && { WorkingDir: spec.workingDir }),
    ...(spec.user && { User: spec.user }),
    ...(spec.healthcheck && { Healthcheck: healthcheckBody(spec.healthcheck, api) }),
    HostConfig: {
      Init: spec.init,
      NetworkMode: spec.network,
      PortBindings: portBindings(spec),
      RestartPolicy: restartBody(spec),
      Mounts: mounts.flatMap((mount) => (typeof mount === 'string' ? [] : [mount])),
      Binds: mounts.filter((mount) => typeof mount === 'string'),
    },
    // One network only: more than one is refused below API 1.44.
    NetworkingConfig: { EndpointsConfig: { [spec.network]: { Aliases: [...spec.aliases] } } },
  };
}

function labelsOf(spec: ContainerSpec, config: Readonly<Record<string, string>>): Record<string, string> {
  return {
    [label.project]: spec.project,
    [label.unit]: spec.unit,
    [label.index]: String(spec.index),
    [label.kind]: spec.kind,
    [label.stage]: spec.stage,
    ...(spec.stageIndex !== undefined && { [label.stageIndex]: String(spec.stageIndex) }),
    [label.needs]: JSON.stringify(spec.needs),
    [label.config]: JSON.stringify(config),
    [label.version]: labelVersion,
    [composeLabel.project]: spec.project,
    [composeLabel.service]: spec.unit,
    [composeLabel.number]: String(spec.index),
    [composeLabel.oneoff]: 'False',
  };
}

function portBindings(spec: ContainerSpec): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { container, protocol, address, host } of spec.ports) {
    const key = `${container}/${protocol}`;
    bindings[key] = [...(bindings[key] ?? []), { HostIp: address, HostPort: host === undefined ? '' : String(host) }];
  }
  for (const port of spec.probePorts) bindings[`${port}/tcp`] ??= [{ HostIp: '127.0.0.1', HostPort: '' }];
  return bindings;
}

function restartBody({ restart }: ContainerSpec): Dockerode.HostRestartPolicy {
  return restart.policy === 'on-failure' && restart.maxRetries !== undefined
    ? { Name: restart.policy, MaximumRetryCount: restart.maxRetries }
    : { Name: restart.policy };
}

/** A text is a bind in Compose's short form: only that makes a missing folder where the API is older than 1.42. */
function mountBody(mount: MountSpec, api: string): object | string {
  switch (mount.type) {
    case 'volume':
      return { Type: 'volume', Source: mount.name, Target: mount.target, ReadOnly: mount.readOnly };
    case 'anonymous':
      return { Type: 'volume', Target: mount.target, ReadOnly: mount.readOnly };
    case 'tmpfs': {
      const size = mount.size !== undefined && { SizeBytes: mount.size };
      const mode = mount.mode !== undefined && { Mode: mount.mode };
      return { Type: 'tmpfs', Target: mount.target, TmpfsOptions: { ...size, ...mode } };
    }
    case 'bind': {
      if (mount.create && !isAtLeast(api, '1.42')) {
        return `${mount.source}:${mount.target}${mount.readOnly ? ':ro' : ''}`;
      }
      const create = mount.create && { BindOptions: { CreateMountpoint: true } };
      return { Type: 'bind', Source: mount.source, Target: mount.target, ReadOnly: mount.readOnly, ...create };
    }
  }
}

/** Until a check first passes, the engine repeats it this often, in ms. */
const defaultStartInterval = 1_000;
/** Failures in this time after the start do not count, in ms; the start interval is in force for that long at most. */
const defaultStartPeriod = 30_000;

function healthcheckBody(check: Healthcheck, api: string): Dockerode.HealthConfig {
  if (check.disabled) return { Test: ['NONE'] };
  // Older engines drop the start interval silently, and newer ones heed it within the start period only.
  const hasStartInterval = isAtLeast(api, '1.44');
  const startPeriod = check.startPeriod ?? (hasStartInterval ? defaultStartPeriod : undefined);
  const startInterval = hasStartInterval ? (check.startInterval ?? defaultStartInterval) : undefined;
  return {
    ...(check.test && { Test: testOf(check.test) }),
    ...(check.interval !== undefined && { Interval: nanoseconds(check.interval) }),
    ...(check.timeout !== undefined && { Timeout: nanoseconds(check.timeout) }),
    ...(check.retries !== undefined && { Retries: check.retries }),
    ...(startPeriod !== undefined && { StartPeriod: nanoseconds(startPeriod) }),
    ...(startInterval !== undefined && { StartInterval: nanoseconds(startInterval) }),
  };
}

const testOf = (test: NonNullable<Healthcheck['test']>): string[] =>
  test.kind === 'exec' ? ['CMD', ...test.argv] : ['CMD-SHELL', test.script];

const nanoseconds = (ms: number): number => Math.round(ms * 1_000_000);
