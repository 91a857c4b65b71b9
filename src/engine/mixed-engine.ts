import type { Host } from '../core/host.ts';
import type { ContainerSpec } from '../plan/container-spec.ts';
import type { Observed } from '../plan/observed.ts';
import type { Engine, Memory, ProjectFacts } from './engine.ts';
import type { EngineEvent } from './engine-event.ts';
import { EngineParts, type Use } from './engine-parts.ts';
import { mergeStreams } from './merge-streams.ts';
import type { ProjectLock } from './project-lock.ts';

/** Containers and processes of this machine as one engine: each unit is where its handle or its spec says. */
export interface MixedEngine extends Engine {
  /** Says what a run is going to use; until then that is what the project has. */
  use(use: Use): void;
}

const isOfHost = (handle: string): boolean => handle.startsWith('host:');

/** The engine for containers, and beside it that for processes, which is loaded when a project has any. */
export function mixedEngine(containers: Engine, host: Host): MixedEngine {
  const parts = new EngineParts(containers, host);
  const at = (handle: string): Promise<Engine> => (isOfHost(handle) ? parts.processes() : Promise.resolve(containers));
  /** volumes that were seen, by place */
  const seen = { host: new Set<string>(), containers: new Set<string>() };
  return {
    use: (use) => parts.use(use),
    info: async (signal) => await parts.info(signal),
    async observe(project, signal, known) {
      const { containers, processes } = await parts.ask(project, signal, (one) => one.observe(project, signal, known));
      for (const { name } of processes?.volumes ?? []) seen.host.add(name);
      for (const { name } of containers?.volumes ?? []) seen.containers.add(name);
      return merged(containers, processes, (name) => parts.prefersHostVolume(name));
    },
    inspect: async (handle, signal) => await (await at(handle)).inspect(handle, signal),
    // A process is made from none.
    image: async (reference, signal) => (reference === '' ? undefined : await containers.image(reference, signal)),
    pull: (...args) => containers.pull(...args),
    build: (...args) => containers.build(...args),
    push: (...args) => containers.push(...args),
    tagImage: (...args) => containers.tagImage(...args),
    networkNamed: (...args) => containers.networkNamed(...args),
    ensureNetwork: (...args) => containers.ensureNetwork(...args),
    async ensureVolume(project, volume, signal) {
      if (volume.place !== 'host') return await containers.ensureVolume(project, volume, signal);
      seen.host.add(volume.name);
      return await (await parts.processes()).ensureVolume(project, volume, signal);
    },
    async volume(project, name, signal) {
      const { containers, processes } = await parts.ask(project, signal, (one) => one.volume(project, name, signal));
      return parts.prefersHostVolume(name) ? (processes ?? containers) : (containers ?? processes);
    },
    async create(spec, config, signal, warn) {
      if (spec.place !== 'host') return await containers.create(spec, config, signal, warn);
      const processes = await parts.processes();
      return await processes.create(await withGateway(parts, spec, signal), config, signal, warn);
    },
    start: async (handle, signal) => await (await at(handle)).start(handle, signal),
    wait(handle, signal) {
      if (!isOfHost(handle)) return containers.wait(handle, signal);
      const waiting = parts.processes().then((engine) => engine.wait(handle, signal));
      return { armed: waiting.then(({ armed }) => armed), exit: waiting.then(({ exit }) => exit) };
    },
    exec: async (handle, ...rest) => await (await at(handle)).exec(handle, ...rest),
    execWith: async (handle, ...rest) => await (await at(handle)).execWith(handle, ...rest),
    attach: async (handle, ...rest) => await (await at(handle)).attach(handle, ...rest),
    async *logs(handle, options, signal) {
      yield* (await at(handle)).logs(handle, options, signal);
    },
    stop: async (handle, ...rest) => await (await at(handle)).stop(handle, ...rest),
    kill: async (handle, ...rest) => await (await at(handle)).kill(handle, ...rest),
    pause: async (handle, signal) => await (await at(handle)).pause(handle, signal),
    unpause: async (handle, signal) => await (await at(handle)).unpause(handle, signal),
    top: async (handle, signal) => await (await at(handle)).top(handle, signal),
    usage: async (handle, signal) => await (await at(handle)).usage(handle, signal),
    remove: async (handle, ...rest) => await (await at(handle)).remove(handle, ...rest),
    removeNetwork: (name, signal) => containers.removeNetwork(name, signal),
    async removeVolume(name, signal) {
      if (seen.host.has(name)) await (await parts.processes()).removeVolume(name, signal);
      if (seen.containers.has(name) || !seen.host.has(name)) await containers.removeVolume(name, signal);
    },
    removeImage: (reference, signal) => containers.removeImage(reference, signal),
    readFile: async (handle, ...rest) => await (await at(handle)).readFile(handle, ...rest),
    hasFile: async (handle, ...rest) => await (await at(handle)).hasFile(handle, ...rest),
    copyOut: async (handle, ...rest) => await (await at(handle)).copyOut(handle, ...rest),
    copyIn: async (handle, ...rest) => await (await at(handle)).copyIn(handle, ...rest),
    publishedPorts: async (signal) => both(await parts.ask(undefined, signal, (one) => one.publishedPorts(signal))),
    hostGateway: (signal) => parts.gateway(signal),
    projects: async (signal) => summed(both(await parts.ask(undefined, signal, (one) => one.projects(signal)))),
    async *events(project, signal) {
      const open = async (engine: Engine): Promise<AsyncIterable<EngineEvent>> => engine.events(project, signal);
      const { containers, processes } = await parts.ask(project, signal, open);
      yield* connectedOnce([containers, processes].filter((stream) => stream !== undefined));
    },
    memory: (project) => memoryOf(parts, project),
    lock: (project) => lockOf(parts, project),
    dropDeadLocks: async (only, signal) =>
      void (await parts.ask(undefined, signal, (one) => one.dropDeadLocks(only, signal))),
    own: async (stack, signal) => await (await parts.keeper(stack.project, signal)).own(stack, signal),
    // Wherever it was said: that may be all there ever was of it.
    disown: async (project, signal) => void (await parts.ask(undefined, signal, (one) => one.disown(project, signal))),
    ownedStacks: async (signal) => both(await parts.ask(undefined, signal, (one) => one.ownedStacks(signal))),
    close: () => parts.close(),
  };
}

/** Where containers look for what is opened for them. */
async function withGateway(parts: EngineParts, spec: ContainerSpec, signal: AbortSignal): Promise<ContainerSpec> {
  const gateway = spec.portsForContainers.length === 0 ? undefined : await parts.gateway(signal);
  return gateway === undefined ? spec : { ...spec, gateway };
}

const both = <Item>({
  containers = [],
  processes = [],
}: {
  readonly containers: readonly Item[] | undefined;
  readonly processes: readonly Item[] | undefined;
}): readonly Item[] => [...containers, ...processes];

/** Of two volumes with one name, one in each place, there is the one that is in use. */
function merged(
  one: Observed | undefined,
  other: Observed | undefined,
  prefersOther: (volume: string) => boolean,
): Observed {
  if (one === undefined || other === undefined) return one ?? other ?? nothing;
  const both = one.volumes
    .map(({ name }) => name)
    .filter((name) => other.volumes.some((volume) => volume.name === name));
  return {
    containers: [...one.containers, ...other.containers],
    oneOffs: [...one.oneOffs, ...other.oneOffs],
    volumes: [
      ...one.volumes.filter(({ name }) => !(both.includes(name) && prefersOther(name))),
      ...other.volumes.filter(({ name }) => !both.includes(name) || prefersOther(name)),
    ],
    networks: [...one.networks, ...other.networks],
    foreign: [...one.foreign, ...other.foreign],
  };
}

const nothing: Observed = { containers: [], oneOffs: [], volumes: [], networks: [], foreign: [] };

/** A project that has containers and processes is one. */
function summed(projects: readonly ProjectFacts[]): readonly ProjectFacts[] {
  return Array.from(
    Map.groupBy(projects, ({ name }) => name),
    ([name, parts]) => {
      const states: Record<string, number> = {};
      for (const [state, count] of parts.flatMap((part) => Object.entries(part.states))) {
        states[state] = (states[state] ?? 0) + count;
      }
      return { name, states };
    },
  );
}

/** Each stream says when it stands; nothing can be missed once all do. */
async function* connectedOnce(streams: readonly AsyncIterable<EngineEvent>[]): AsyncGenerator<EngineEvent> {
  let connecting = streams.length;
  for await (const event of mergeStreams(streams)) {
    if (event.type === 'connected' && --connecting > 0) continue;
    yield event;
  }
}

function memoryOf(parts: EngineParts, project: string): Memory {
  const keeper = async (signal: AbortSignal): Promise<Memory> => (await parts.keeper(project, signal)).memory(project);
  return {
    read: async (signal) => await (await keeper(signal)).read(signal),
    prepare: async (signal) => await (await keeper(signal)).prepare(signal),
    write: async (documents, signal) => await (await keeper(signal)).write(documents, signal),
    // What was remembered without containers goes as well.
    destroy: async (signal) => void (await parts.ask(project, signal, (one) => one.memory(project).destroy(signal))),
  };
}

function lockOf(parts: EngineParts, project: string): ProjectLock {
  let lock: ProjectLock | undefined;
  const get = async (signal: AbortSignal): Promise<ProjectLock> => {
    lock ??= (await parts.keeper(project, signal)).lock(project);
    return lock;
  };
  return {
    acquire: async (holder, signal) => await (await get(signal)).acquire(holder, signal),
    released: async (signal) => await (await get(signal)).released(signal),
    release: async (signal) => await lock?.release(signal),
  };
}
