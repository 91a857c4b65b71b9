import type { FakeContainer } from './fake-container.ts';
import type { FakeState } from './state.ts';

/** Whether one API version is newer than another. */
export const isNewer = (one: string, other: string): boolean => one.localeCompare(other, 'en', { numeric: true }) > 0;

/** The address of all networks and containers: a test may listen there itself. */
export const fakeAddress = '127.0.0.1';

/** A container as `GET /containers/{id}/json` describes it. */
export function inspectOf(container: FakeContainer, state: FakeState) {
  const { id, name, body, status, exitCode, startedAt, finishedAt } = container;
  return {
    Id: id,
    Name: `/${name}`,
    Created: container.created,
    Image: state.images.get(body.Image),
    Config: { ...body, Labels: body.Labels ?? {}, Tty: body.Tty ?? false },
    HostConfig: { LogConfig: { Type: 'json-file' }, ...body.HostConfig },
    State: {
      Status: status,
      Running: container.running || status === 'restarting',
      Paused: status === 'paused',
      Restarting: status === 'restarting',
      OOMKilled: status === 'exited' && container.behaviour.oomKilled === true,
      Dead: false,
      ExitCode: exitCode,
      StartedAt: startedAt,
      FinishedAt: finishedAt,
      ...healthOf(container),
    },
    Mounts: mountsOf(container),
    NetworkSettings: {
      Ports: container.running ? portsOf(container) : {},
      Networks: networksOf(container),
    },
  };
}

/** The same as the list of all containers tells it. */
export function summaryOf(container: FakeContainer, state: FakeState) {
  const { id, name, body, status } = container;
  const { Health } = healthOf(container);
  return {
    Id: id,
    Names: [`/${name}`],
    Image: body.Image,
    ImageID: state.images.get(body.Image),
    Labels: body.Labels ?? {},
    State: status,
    Status: Health === undefined ? 'Up 2 minutes' : `Up 2 minutes (${Health.Status})`,
    Mounts: mountsOf(container),
    NetworkSettings: { Networks: networksOf(container) },
    Ports: Object.entries(container.running ? portsOf(container) : {}).flatMap(([key, hosts]) => {
      const [port, Type] = key.split('/');
      return hosts.map(({ HostIp, HostPort }) => ({
        IP: HostIp,
        PrivatePort: Number(port),
        PublicPort: Number(HostPort),
        Type,
      }));
    }),
  };
}

const mountsOf = ({ id, body }: FakeContainer) =>
  (body.HostConfig?.Mounts ?? []).map(({ Type, Source, Target }) => ({
    Type,
    Name: Source ?? id,
    Source: Source ?? '',
    Destination: Target,
    RW: true,
  }));

function networksOf({ body, running, endpoint, joined }: FakeContainer) {
  const names = [body.HostConfig?.NetworkMode ?? 'bridge', ...joined];
  const attached = { IPAddress: running ? fakeAddress : '', EndpointID: running ? endpoint : '' };
  return Object.fromEntries(names.map((name) => [name, attached]));
}

function healthOf({ body, health, running }: FakeContainer) {
  const [kind] = body.Healthcheck?.Test ?? [];
  if (kind === undefined || kind === 'NONE' || !running) return {};
  return { Health: { Status: health, FailingStreak: 0, Log: [] } };
}

function portsOf({ body, id }: FakeContainer) {
  const ephemeral = 49_152 + (Number.parseInt(id.slice(0, 6), 16) % 10_000);
  return Object.fromEntries(
    Object.entries(body.HostConfig?.PortBindings ?? {}).map(([port, hosts], index) => [
      port,
      hosts.map(({ HostIp, HostPort }) => ({ HostIp, HostPort: HostPort || String(ephemeral + index) })),
    ]),
  );
}
