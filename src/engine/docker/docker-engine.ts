import type Dockerode from 'dockerode';
import type { Host } from '../../core/host.ts';
import type { Engine, Memory } from '../engine.ts';
import { hasFile, readFile } from './archive.ts';
import { attachStreams } from './attach-streams.ts';
import type { Connection } from './connect.ts';
import { connect } from './connect.ts';
import { pauseContainer, processesIn, unpauseContainer } from './container-state.ts';
import { createContainer, removeContainer, startContainer } from './containers.ts';
import { copyIn, copyOut } from './copy.ts';
import { dropDeadLocks } from './dead-locks.ts';
import { projectEvents } from './events.ts';
import { execIn } from './exec.ts';
import { execWith } from './exec-with.ts';
import { hostGateway } from './host-gateway.ts';
import { findImage, pullImage, removeImage, tagImage } from './images.ts';
import { dockerLock } from './lock.ts';
import { containerLogs } from './logs.ts';
import { dockerMemory } from './memory.ts';
import { ensureNetwork, networkNamed } from './networks.ts';
import { inspect, observe } from './observe.ts';
import { disownStack, ownedStacks, ownStack } from './owners.ts';
import { listProjects } from './projects.ts';
import { publishedPorts } from './published-ports.ts';
import { pushImage } from './push.ts';
import { removeNetwork } from './remove-network.ts';
import { shared } from './shared.ts';
import { killContainer, stopContainer } from './stop-container.ts';
import { abortOf } from './translate.ts';
import { usageOf } from './usage.ts';
import { ensureVolume, findVolume, observedVolume, removeVolume } from './volumes.ts';
import { waitForExit } from './wait.ts';

/**
 * The Docker engine that `host` leads to: DOCKER_HOST, the current Docker context, or one of the usual sockets.
 * Nothing is loaded or connected before the first call.
 */
export function dockerEngine(host: Host): Engine {
  const connection = shared<Connection>(
    (signal) => connect(host, signal),
    (signal) => abortOf(signal, { doing: 'reach the engine' }),
    (made) => made.close(),
  );
  const connected = async (signal: AbortSignal): Promise<Dockerode> => (await connection.get(signal)).docker;
  const info: Engine['info'] = async (signal) => {
    const { identity } = await connection.get(signal);
    return (await identity.get(signal)).info;
  };
  const memories = new Map<string, Memory>();
  return {
    info,
    observe: async (project, signal, known) => observe(await connected(signal), project, signal, known),
    inspect: async (handle, signal) => inspect(await connected(signal), handle, signal),
    image: async (reference, signal) => findImage(await connected(signal), reference, signal),
    pull: async (reference, platform, progress, signal) =>
      pullImage(await connected(signal), host, reference, platform, progress, signal),
    build: async (spec, progress, signal) => {
      // It speaks HTTP/2 with the engine, which takes long to load.
      const [{ buildImage }, { docker, apiVersion }] = await Promise.all([
        import('./build/build-image.ts'),
        connection.get(signal),
      ]);
      return buildImage(docker, apiVersion, host, spec, progress, signal);
    },
    push: async (reference, progress, signal) => pushImage(await connected(signal), host, reference, progress, signal),
    networkNamed: async (project, name, signal) => networkNamed(await connected(signal), project, name, signal),
    ensureNetwork: async (project, network, signal, seen) => {
      const { docker, apiVersion } = await connection.get(signal);
      return ensureNetwork(docker, apiVersion, project, network, signal, seen);
    },
    ensureVolume: async (project, volume, signal) => ensureVolume(await connected(signal), project, volume, signal),
    volume: async (project, name, signal) => {
      const found = await findVolume(await connected(signal), name, signal);
      return found && observedVolume(found, project);
    },
    create: async (spec, config, signal, warn) => {
      const { docker, apiVersion } = await connection.get(signal);
      return createContainer(docker, apiVersion, spec, config, signal, warn);
    },
    start: async (handle, signal) => startContainer(await connected(signal), handle, signal),
    wait: (handle, signal) => waitForExit(connected, handle, signal),
    exec: async (handle, command, signal) => execIn(await connected(signal), handle, command, signal),
    execWith: async (handle, command, streams, signal) =>
      execWith(await connected(signal), handle, command, streams, signal),
    attach: async (handle, streams, signal) => attachStreams(await connected(signal), handle, streams, signal),
    async *logs(handle, options, signal) {
      yield* containerLogs(await connected(signal), handle, options, signal);
    },
    stop: async (handle, signal, graceMs, onEmpty) =>
      stopContainer(await connected(signal), handle, signal, { graceMs, onEmpty }),
    kill: async (handle, signal, name) => killContainer(await connected(signal), handle, signal, name),
    pause: async (handle, signal) => pauseContainer(await connected(signal), handle, signal),
    unpause: async (handle, signal) => unpauseContainer(await connected(signal), handle, signal),
    top: async (handle, signal) => processesIn(await connected(signal), handle, signal),
    usage: async (handle, signal) => usageOf(await connected(signal), handle, signal),
    remove: async (handle, what, signal) => removeContainer(await connected(signal), handle, what, signal),
    removeNetwork: async (name, signal) => removeNetwork(await connected(signal), name, signal),
    removeVolume: async (name, signal) => removeVolume(await connected(signal), name, signal),
    tagImage: async (image, reference, signal) => tagImage(await connected(signal), image, reference, signal),
    removeImage: async (reference, signal) => removeImage(await connected(signal), reference, signal),
    readFile: async (handle, path, limit, signal) => readFile(await connected(signal), handle, path, limit, signal),
    hasFile: async (handle, path, signal) => hasFile(await connected(signal), handle, path, signal),
    copyOut: async (handle, path, signal) => copyOut(await connected(signal), handle, path, signal),
    copyIn: async (handle, folder, archive, options, signal) =>
      copyIn(await connected(signal), handle, folder, archive, options, signal),
    publishedPorts: async (signal) => publishedPorts(await connected(signal), signal),
    hostGateway: async (signal) => hostGateway(await connected(signal), await info(signal), signal),
    projects: async (signal) => listProjects(await connected(signal), signal),
    async *events(project, signal) {
      yield* projectEvents(await connected(signal), project, signal);
    },
    memory: (project) => {
      // One per project: its writes wait for each other.
      const memory = memories.get(project) ?? dockerMemory(connected, project);
      memories.set(project, memory);
      return memory;
    },
    lock: (project) => dockerLock(connected, project, host),
    own: async (stack, signal) => ownStack(await connected(signal), stack, signal),
    disown: async (project, signal) => disownStack(await connected(signal), project, signal),
    dropDeadLocks: async (only, signal) => dropDeadLocks(await connected(signal), host, only, signal),
    ownedStacks: async (signal) => ownedStacks(await connected(signal), host, signal),
    close: () => connection.close(),
  };
}
