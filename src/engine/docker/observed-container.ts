import type Dockerode from 'dockerode';
import { testText } from '../../core/test-text.ts';
import { instanceId } from '../../core/unit-state.ts';
import type { ContainerStatus, ObservedContainer } from '../../plan/observed.ts';
import { label, listLabel, recordLabel } from './labels.ts';
import { fileFoldersOf } from './volumes-left-behind.ts';

/** A container of a project as the engine describes it; undefined when it does not carry our labels. */
export function observedContainer(found: Dockerode.ContainerInspectInfo): ObservedContainer | undefined {
  const told = toldByLabels(found.Config.Labels ?? {});
  if (told === undefined) return undefined;
  const ofFiles = fileFoldersOf(found);
  const networks = found.NetworkSettings.Networks ?? {};
  // Which of its volumes are those of secrets and configs no list tells.
  const mark = ofFiles.size === 0 ? markOf(networks) : undefined;
  return {
    ...told,
    handle: found.Id,
    name: found.Name.replace(/^\//, ''),
    image: found.Config.Image,
    imageId: found.Image,
    status: statusOf(found.State, mark),
    mounts: found.Mounts.filter(({ Destination }) => !ofFiles.has(Destination)).map(mountOf),
    ports: portsOf(found.NetworkSettings.Ports ?? {}),
    addresses: addressesOf(networks),
    networks: networksOf(networks),
  };
}

/** What devstack itself has put on a container; undefined where it has not. */
export function toldByLabels(labels: Readonly<Record<string, string>>) {
  const unit = labels[label.unit];
  if (unit === undefined || labels[label.project] === undefined) return undefined;
  const stageIndex = labels[label.stageIndex];
  return {
    instance: instanceId(unit, Number(labels[label.index] ?? 1)),
    unit,
    kind: labels[label.kind] === 'job' ? ('job' as const) : ('service' as const),
    stage: labels[label.stage] ?? '',
    ...(stageIndex !== undefined && { stageIndex: Number(stageIndex) }),
    needs: listLabel(labels[label.needs]),
    config: recordLabel(labels[label.config]),
  };
}

function statusOf(state: Dockerode.ContainerInspectInfo['State'], mark: string | undefined): ContainerStatus {
  const startedAt = timeOf(state.StartedAt);
  switch (state.Status) {
    case 'created':
      return { kind: 'created' };
    case 'running': {
      const endedAt = timeOf(state.FinishedAt);
      const health = healthOf(state.Health?.Status);
      const test = state.Health?.Log?.at(-1);
      return {
        kind: 'running',
        startedAt,
        ...(endedAt > 0 && { endedAt }),
        ...(mark !== undefined && { mark }),
        health,
        ...(test !== undefined && test.ExitCode !== 0 && { lastTest: testText(test.ExitCode, test.Output) }),
      };
    }
    case 'paused':
      return { kind: 'paused', startedAt };
    case 'restarting':
      return { kind: 'restarting', exitCode: state.ExitCode };
    case 'exited':
      return {
        kind: 'exited',
        exitCode: state.ExitCode,
        oomKilled: state.OOMKilled,
        startedAt,
        finishedAt: timeOf(state.FinishedAt),
      };
    default:
      return { kind: 'dead' };
  }
}

/** What the healthcheck of a container says (Engine API, `Health.Status`); a word that is not known is none. */
export function healthOf(status: string | undefined): 'none' | 'starting' | 'healthy' | 'unhealthy' {
  return status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : 'none';
}

/** The engine writes the year 1 for what has not happened. */
const timeOf = (text: string): number => Math.max(0, Date.parse(text) || 0);

interface MountPoint {
  readonly Type?: string;
  readonly Name?: string | undefined;
  readonly Source: string;
  readonly Destination: string;
}

/** A mount as the engine tells it; what is no volume and not in memory is a folder of the host. */
export function mountOf(mount: MountPoint): ObservedContainer['mounts'][number] {
  const target = mount.Destination;
  switch (mount.Type) {
    case 'volume':
      return { target, type: 'volume', source: mount.Name ?? '' };
    case 'tmpfs':
      return { target, type: 'tmpfs', source: '' };
    default:
      return { target, type: 'bind', source: mount.Source };
  }
}

interface Place {
  readonly IPAddress?: string;
  readonly EndpointID?: string;
  readonly NetworkID?: string;
}

/** By its places in networks: each start makes these anew. Undefined where it has none. */
export function markOf(networks: Readonly<Record<string, Place>>): string | undefined {
  const places = Object.values(networks).flatMap(({ EndpointID = '' }) => EndpointID.slice(0, 16) || []);
  return places.length === 0 ? undefined : places.sort().join(' ');
}

/** Addresses of a container by the names of its networks: it has them only while it runs. */
export function addressesOf(networks: Readonly<Record<string, Place>>): ReadonlyMap<string, string> {
  const addresses = Object.entries(networks).map(([name, { IPAddress = '' }]) => [name, IPAddress] as const);
  return new Map(addresses.filter(([, address]) => address !== ''));
}

/** Ids of the networks that a container is on, by name. */
export const networksOf = (networks: Readonly<Record<string, Place>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(networks).map(([name, { NetworkID = '' }]) => [name, NetworkID]));

type Bindings = Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>>;

function portsOf(bindings: Bindings): ObservedContainer['ports'] {
  return Object.entries(bindings).flatMap(([key, hosts]) => {
    const [container = '', protocol = 'tcp'] = key.split('/');
    return (hosts ?? []).map(({ HostIp, HostPort }) => ({
      container: Number(container),
      host: Number(HostPort),
      address: HostIp,
      protocol,
    }));
  });
}
