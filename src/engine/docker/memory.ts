import type Dockerode from 'dockerode';
import type { Memory } from '../engine.ts';
import { putEntries, readFolder } from './archive.ts';
import { containerAppears } from './container-appears.ts';
import { removeContainer } from './containers.ts';
import { createHolder } from './holder.ts';
import { label } from './labels.ts';
import { isConflict, isMissing } from './translate.ts';
import { createVolume, findVolume, removeVolume } from './volumes.ts';

const folder = '/memory';
const suffix = '.json';

/**
 * A project's memory: files in the volume `<project>_devstack`, reached through a holder container with the engine's
 * archive calls, so that it also works with an engine on another machine.
 */
export function dockerMemory(connected: (signal: AbortSignal) => Promise<Dockerode>, project: string): Memory {
  const volume = `${project}_devstack`;
  const holder = `${project}_devstack_memory`;
  const labels = { [label.memory]: project };
  let last: Promise<unknown> = Promise.resolve();

  const make = async (docker: Dockerode, signal: AbortSignal): Promise<void> => {
    await createVolume(docker, { name: volume, driverOptions: {} }, labels, signal);
    try {
      await createHolder(docker, { name: holder, labels, mount: [volume, folder] }, signal);
    } catch (error) {
      if (!isConflict(error)) throw error;
      // Someone else makes it in the same moment.
      await containerAppears(docker, holder, signal);
    }
  };

  const read = async (signal: AbortSignal): Promise<ReadonlyMap<string, unknown>> => {
    const docker = await connected(signal);
    const files = await readFolder(docker, holder, folder, signal);
    if (files !== undefined) return documentsOf(files);
    // "docker container prune" removes what does not run, but leaves the volume.
    if ((await findVolume(docker, volume, signal)) === undefined) return new Map();
    await make(docker, signal);
    return documentsOf((await readFolder(docker, holder, folder, signal)) ?? new Map());
  };

  const write = async (documents: ReadonlyMap<string, unknown>, signal: AbortSignal): Promise<void> => {
    const docker = await connected(signal);
    const entries = Array.from(documents, ([key, document]) => ({
      name: `${encodeKey(key)}${suffix}`,
      mode: 0o600,
      // Nothing can be deleted through the archive calls: null stands for a document that is not there.
      content: JSON.stringify(document ?? null),
    }));
    try {
      await putEntries(docker, holder, folder, entries, signal);
    } catch (error) {
      if (!isMissing(error)) throw error;
      await make(docker, signal);
      await putEntries(docker, holder, folder, entries, signal);
    }
  };

  const destroy = async (signal: AbortSignal): Promise<void> => {
    const docker = await connected(signal);
    await removeContainer(docker, holder, { volumes: true }, signal);
    await removeVolume(docker, volume, signal);
  };

  /** One after the other: two writes at once could leave the older document. */
  const inTurn = <Value>(act: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(act, act);
    last = turn.catch(() => undefined);
    return turn;
  };

  return {
    read: (signal) => inTurn(() => read(signal)),
    prepare: (signal) => inTurn(async () => await make(await connected(signal), signal)),
    write: (documents, signal) => inTurn(() => write(documents, signal)),
    destroy: (signal) => inTurn(() => destroy(signal)),
  };
}

function documentsOf(files: ReadonlyMap<string, Buffer>): ReadonlyMap<string, unknown> {
  const documents = new Map<string, unknown>();
  for (const [name, content] of files) {
    if (!name.endsWith(suffix)) continue;
    const document = parse(content);
    if (document !== null) documents.set(decodeKey(name.slice(0, -suffix.length)), document);
  }
  return documents;
}

/** A document that was cut off in the middle is as good as none: what it remembered is done again. */
function parse(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Parts of a key become folders; none of them may lead out of the memory. */
const encodeKey = (key: string): string =>
  key
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/^\./, '%2E'))
    .join('/');

const decodeKey = (name: string): string => name.split('/').map(decodeURIComponent).join('/');
