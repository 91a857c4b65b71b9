import { randomUUID } from 'node:crypto';
import type { Engine } from '../../src/engine/engine.ts';
import type { Volume } from '../../src/manifest/model.ts';
import type { Network } from '../../src/manifest/network-model.ts';
import type { ContainerSpec, NetworkSpec } from '../../src/plan/container-spec.ts';

/** The image that every engine under test has. */
export const image = 'busybox:1.36';

/** A project name that no other test has. */
export const uniqueProject = (): string => `t${randomUUID().slice(0, 8)}`;

/** A container that runs a script; tests change what they are about. */
export function specOf(project: string, script: string, overrides: Partial<ContainerSpec> = {}): ContainerSpec {
  const unit = overrides.unit ?? 'app';
  return {
    name: `${project}-${unit}-1`,
    project,
    unit,
    index: 1,
    kind: 'service',
    stage: '',
    image,
    command: ['sh', '-c', script],
    environment: new Map(),
    unset: [],
    mounts: [],
    ports: [],
    probePorts: [],
    portsForHost: [],
    portsForContainers: [],
    oneOff: false,
    network: onNetwork(`${project}_default`, unit),
    links: [],
    volumesFrom: [],
    files: [],
    container: {},
    init: true,
    restart: { policy: 'no' },
    stopGracePeriod: 30_000,
    folders: [],
    needs: [],
    ...overrides,
  };
}

/** How a container stands on one network, under these names. */
const onNetwork = (network: string, ...aliases: readonly string[]): NetworkSpec => ({
  kind: 'networks',
  attachments: [{ network, aliases, linkLocal: [], driverOptions: {}, priority: 0 }],
});

const nowhere = { source: { path: 'devstack.yaml', text: '', folder: '/' }, start: 0, end: 0 };

/** A volume of a manifest. */
export const volumeOf = (project: string, overrides: Partial<Volume> = {}): Volume => ({
  key: 'data',
  name: `${project}_data`,
  external: false,
  driverOptions: {},
  labels: {},
  span: nowhere,
  ...overrides,
});

/** A network of a manifest. */
export const networkOf = (project: string, overrides: Partial<Network> = {}): Network => ({
  key: 'default',
  name: `${project}_default`,
  external: false,
  driverOptions: {},
  attachable: false,
  internal: false,
  labels: {},
  span: nowhere,
  ...overrides,
});

/** Removes all that a project has on an engine. */
export async function removeProject(engine: Engine, project: string): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  const { containers, oneOffs, networks, volumes } = await engine.observe(project, signal);
  await Promise.all([...containers, ...oneOffs].map(({ handle }) => engine.remove(handle, { volumes: true }, signal)));
  for (const { name, owned } of networks) if (owned) await engine.removeNetwork(name, signal);
  for (const { name, owned } of volumes) if (owned) await engine.removeVolume(name, signal);
  await engine.memory(project).destroy(signal);
}

/** The first values of an iterable. */
export async function take<Value>(values: AsyncIterable<Value>, count: number): Promise<Value[]> {
  const taken: Value[] = [];
  for await (const value of values) if (taken.push(value) === count) break;
  return taken;
}

/** All values of an iterable that ends by itself. */
export const all = <Value>(values: AsyncIterable<Value>): Promise<Value[]> => take(values, Number.POSITIVE_INFINITY);
