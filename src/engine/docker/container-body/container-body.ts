import type { ContainerSpec } from '../../../plan/container-spec.ts';
import { isAtLeast } from '../api-version.ts';
import { healthcheckBody } from './healthcheck.ts';
import { isolationBody } from './isolation.ts';
import { labelsOf } from './labels-of.ts';
import { mountsBody } from './mounts.ts';
import { endpointsAtCreate, linksOnBridge, macAddressOf, networkModeOf } from './networking.ts';
import { exposedPorts, portBindings } from './ports.ts';
import { resourcesBody } from './resources.ts';

/**
 * The body of `POST /containers/create` for a spec. `api` is the version spoken: fields that it lacks are left out.
 * `fileFolders` get a volume of their own: for secrets and configs, and for outputs where nothing else can be written to.
 */
export function containerBody(
  spec: ContainerSpec,
  config: Readonly<Record<string, string>>,
  api: string,
  fileFolders: readonly string[] = [],
) {
  const { container: keys } = spec;
  return {
    Image: spec.image,
    // A name without "=" takes a variable of the image away.
    Env: [...Array.from(spec.environment, ([name, value]) => `${name}=${value}`), ...spec.unset],
    Labels: labelsOf(spec, config),
    ExposedPorts: exposedPorts(spec),
    StopTimeout: Math.ceil(spec.stopGracePeriod / 1000),
    Cmd: spec.command && [...spec.command],
    Entrypoint: spec.entrypoint && [...spec.entrypoint],
    WorkingDir: spec.workingDir,
    User: spec.user,
    Healthcheck: spec.healthcheck && healthcheckBody(spec.healthcheck, api, spec.isHealthAwaited === true),
    Hostname: keys.hostname,
    Domainname: keys.domainname,
    StopSignal: keys.stop_signal,
    Tty: keys.tty,
    OpenStdin: keys.stdin_open,
    // Without it the engine takes the end of the input for the end of the whole connection.
    StdinOnce: spec.oneOff && keys.stdin_open === true,
    MacAddress: macAddressOf(spec, api),
    HostConfig: {
      Init: spec.init,
      NetworkMode: networkModeOf(spec.network),
      Links: linksOnBridge(spec),
      PortBindings: portBindings(spec),
      RestartPolicy: restartBody(spec),
      ...mountsBody(spec.mounts, api, fileFolders),
      VolumesFrom: [...spec.volumesFrom],
      LogConfig: keys.logging && { Type: keys.logging.driver ?? '', Config: keys.logging.options },
      ...resourcesBody(keys, api),
      ...isolationBody(keys),
      ...(isAtLeast(api, '1.43') && { Annotations: keys.annotations }),
    },
    NetworkingConfig: { EndpointsConfig: endpointsAtCreate(spec, api) },
  };
}

function restartBody({ restart }: ContainerSpec) {
  return restart.policy === 'on-failure' && restart.maxRetries !== undefined
    ? { Name: restart.policy, MaximumRetryCount: restart.maxRetries }
    : { Name: restart.policy };
}
