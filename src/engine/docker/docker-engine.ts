import type Dockerode from 'dockerode';
import type { Host } from '../../core/host.ts';
import type { Engine, Memory } from '../engine.ts';
import { readFile } from './archive.ts';
import type { Connection } from './connect.ts';
import { connect } from './connect.ts';
import { createContainer, killContainer, removeContainer, startContainer, stopContainer } from './containers.ts';
import { projectEvents } from './events.ts';
import { execIn } from './exec.ts';
import { imageId, pullImage } from './images.ts';
import { dockerLock } from './lock.ts';
import { containerLogs } from './logs.ts';
import { dockerMemory } from './memory.ts';
import { ensureNetwork, removeNetwork } from './networks.ts';
import { inspect, observe } from './observe.ts';
import { shared } from './shared.ts';
import { ensureVolume, removeVolume } from './volumes.ts';
import { waitForExit } from './wait.ts';

/**
 * The Docker engine that `host` leads to: DOCKER_HOST, the current Docker context, or one of the usual sockets.
 * Nothing is loaded or connected before the first call.
 */
export function dockerEngine(host: Host): Engine {
  const connection = shared<Connection>((signal) => connect(host, signal));
  const connected = async (signal: AbortSignal): Promise<Dockerode> => (await connection.get(signal)).docker;
  const memories = new Map<string, Memory>();
  return {
    info: async (signal) => (await connection.get(signal)).info,
    observe: async (project, signal) => observe(await connected(signal), project, signal),
    inspect: async (handle, signal) => inspect(await connected(signal), handle, signal),
    imageId: async (reference, signal) => imageId(await connected(signal), reference, signal),
    pull: async (reference, progress, signal) => pullImage(await connected(signal), host, reference, progress, signal),
    ensureNetwork: async (project, name, signal) => ensureNetwork(await connected(signal), project, name, signal),
    ensureVolume: async (project, volume, signal) => ensureVolume(await connected(signal), project, volume, signal),
    create: async (spec, config, signal) => {
      const { docker, info } = await connection.get(signal);
      return createContainer(docker, info.apiVersion, spec, config, signal);
    },
    start: async (handle, signal) => startContainer(await connected(signal), handle, signal),
    wait: (handle, signal) => waitForExit(connected, handle, signal),
    exec: async (handle, test, signal) => execIn(await connected(signal), handle, test, signal),
    async *logs(handle, options, signal) {
      yield* containerLogs(await connected(signal), handle, options, signal);
    },
    stop: async (handle, signal) => stopContainer(await connected(signal), handle, signal),
    kill: async (handle, signal) => killContainer(await connected(signal), handle, signal),
    remove: async (handle, signal) => removeContainer(await connected(signal), handle, signal),
    removeNetwork: async (name, signal) => removeNetwork(await connected(signal), name, signal),
    removeVolume: async (name, signal) => removeVolume(await connected(signal), name, signal),
    readFile: async (handle, path, limit, signal) => readFile(await connected(signal), handle, path, limit, signal),
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
    close: () => connection.close(),
  };
}
