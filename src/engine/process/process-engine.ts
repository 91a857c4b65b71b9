import { fileURLToPath } from 'node:url';
import type { Host } from '../../core/host.ts';
import type { Engine, EngineInfo, Memory } from '../engine.ts';
import { AttachedUnits } from './attached-units.ts';
import { Control } from './control.ts';
import { createUnit } from './create-unit.ts';
import { execOnHost, execWithStreams } from './exec-on-host.ts';
import { portsOf, processesOf, projectsOf } from './facts.ts';
import { processFailure } from './failures.ts';
import { folderLock } from './folder-lock.ts';
import { folderMemory } from './folder-memory.ts';
import { followJournal } from './follow-journal.ts';
import { hasHostFile, packFromHost, readHostFile, unpackToHost } from './host-files.ts';
import { readLog } from './log-reader.ts';
import { dropDeadLocks, removeOwner, stacksWithOwner, writeOwner } from './owner-file.ts';
import { SupervisorClient } from './supervisor-client.ts';
import { unitPlaces } from './unit-file.ts';
import { type FoundUnit, handleOf, observed, oneOffOf, Units } from './units.ts';
import { usageOf } from './usage.ts';
import { ensureVolume, findVolume, removeVolume, volumesOf } from './volumes.ts';
import { waitForEnd } from './wait-for-end.ts';

/** Keys of a container that mean something for a process of this machine as well. */
const honoured: ReadonlySet<string> = new Set(['stop_signal', 'logging', 'labels', 'annotations']);

const info: EngineInfo = {
  description: 'this machine',
  apiVersion: '',
  reaches: () => true,
  publishedHost: '127.0.0.1',
  publishesHere: () => true,
  ignores: ({ container, user }) => [
    ...Object.keys(container).filter((key) => !honoured.has(key)),
    ...(user === undefined ? [] : ['user']),
  ],
  ignoresOf: () => [],
};

/** The network that all processes of this machine are on: nobody's to make or remove. */
const ownNetwork = (name: string) => ({ name, id: 'host', owned: false, gateways: ['127.0.0.1'], created: false });

const noImages = (): never => {
  throw processFailure('engine-refused', 'processes of this machine are made from no image');
};

/** Where the supervisor's program is: beside this one in a bundle, above this folder in the sources. */
const supervisorProgram = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../supervisor.ts' : './supervisor.js', import.meta.url));

/**
 * Runs units as processes of this machine, under a supervisor for each project that stays when devstack leaves. All
 * that is known of them is in the user's state folder, so that a look needs no supervisor.
 */
export function processEngine(host: Host): Engine {
  const units = new Units(host);
  const clients = new Map<string, SupervisorClient>();
  const clientOf = (project: string): SupervisorClient => {
    const client = clients.get(project) ?? new SupervisorClient(units.project(project), host, supervisorProgram());
    clients.set(project, client);
    return client;
  };
  const control = new Control(units, clientOf, host.environment);
  const attached = new AttachedUnits(units, host.environment);
  return {
    info: async () => info,
    async observe(project, signal) {
      const [found, volumes] = await Promise.all([units.of(project), volumesOf(units.project(project))]);
      signal.throwIfAborted();
      return {
        containers: found.filter(({ file }) => !file.oneOff).map(observed),
        oneOffs: found.filter(({ file }) => file.oneOff).map(oneOffOf),
        volumes,
        networks: [],
        foreign: [],
      };
    },
    async inspect(handle, signal) {
      signal.throwIfAborted();
      const unit = await units.find(handle);
      return unit && observed(unit);
    },
    image: async () => undefined,
    pull: async () => noImages(),
    build: async () => noImages(),
    push: async () => noImages(),
    tagImage: async () => noImages(),
    networkNamed: async (_, name) => ownNetwork(name),
    ensureNetwork: async (_, { name }) => ownNetwork(name),
    ensureVolume: async (project, volume) => await ensureVolume(units, project, volume),
    volume: async (project, name) => await findVolume(units, project, name),
    async create(spec, config, signal) {
      signal.throwIfAborted();
      return handleOf(await createUnit(spec, config, units));
    },
    start: async (handle, signal) => (await attached.start(handle)) || (await control.start(handle, signal)),
    wait: (handle, signal) => waitForEnd(units, handle, signal),
    exec: async (handle, command, signal) =>
      await execOnHost(await units.find(handle), command, host.environment, signal),
    execWith: async (handle, command, streams, signal) =>
      await execWithStreams(await units.find(handle), command, streams, host.environment, signal),
    attach: async (handle, streams) => ({ closed: attached.attach(handle, streams) }),
    async *logs(handle, options, signal) {
      const unit = await units.find(handle);
      if (unit === undefined) return;
      const isGone = async (): Promise<boolean> => (await units.find(handle)) === undefined;
      yield* readLog(unitPlaces(unit.folder).log, options, isGone, signal);
    },
    stop: async (handle, signal, graceMs) => await control.stop(handle, signal, graceMs),
    kill: async (handle, signal, name = 'SIGKILL') => await control.kill(handle, signal, name),
    pause: async (handle, signal) => await control.change('pause', handle, signal),
    unpause: async (handle, signal) => await control.change('unpause', handle, signal),
    top: async (handle) => processesOf(await thisUnit(units, handle)),
    usage: async (handle) => usageOf(await thisUnit(units, handle)),
    remove: async (handle, _, signal) => await control.remove(handle, signal),
    removeNetwork: async () => undefined,
    removeVolume: async (name) => await removeVolume(units, name),
    removeImage: async () => 'absent',
    readFile: async (handle, path, limit) => await readHostFile(await thisUnit(units, handle), path, limit),
    hasFile: async (handle, path) => await hasHostFile(await thisUnit(units, handle), path),
    copyOut: async (handle, path) => await packFromHost(await thisUnit(units, handle), path),
    copyIn: async (handle, folder, archive, _, signal) =>
      await unpackToHost(await thisUnit(units, handle), folder, archive, signal),
    publishedPorts: async () => await portsOf(units),
    hostGateway: async () => undefined,
    projects: async () => await projectsOf(units),
    events: (project, signal) => followJournal(units.project(project), project, host.isAlive, signal),
    memory: (project) => memoryOf(units, project),
    lock: (project) => folderLock(units.project(project).lock, host),
    dropDeadLocks: async (only) => await dropDeadLocks(units, host, only),
    own: async (stack) => await writeOwner(units, stack),
    disown: async (project) => await removeOwner(units, project),
    ownedStacks: async () => await stacksWithOwner(units, host),
    close() {
      for (const client of clients.values()) client.close();
    },
  };
}

async function thisUnit(units: Units, handle: string): Promise<FoundUnit> {
  const unit = await units.find(handle);
  if (unit === undefined) throw processFailure('not-found', 'it is gone');
  return unit;
}

function memoryOf(units: Units, project: string): Memory {
  const memory = folderMemory(units.project(project).memory);
  return {
    ...memory,
    async destroy(signal) {
      await memory.destroy(signal);
      await units.forget(project);
    },
  };
}
