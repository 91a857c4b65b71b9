import { once } from 'node:events';
import type { Streams } from '../engine.ts';
import { beginWith, endOf } from './exec-on-host.ts';
import { processFailure } from './failures.ts';
import { Family, markOf } from './family.ts';
import { identityOf } from './identity.ts';
import { note } from './journal.ts';
import { startFailure } from './launch.ts';
import { openPorts } from './port-forward.ts';
import { writeState } from './unit-file.ts';
import type { FoundUnit, Units } from './units.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Attached {
  readonly streams: Streams;
  readonly closed: PromiseWithResolvers<void>;
}

/**
 * Units that begin as children of this process, with its streams or its terminal, and end with it: nobody else could
 * pass those on. For all others it is their supervisor.
 */
export class AttachedUnits {
  readonly #units: Units;
  readonly #environment: Environment;
  /** until its start, by handle */
  readonly #attached = new Map<string, Attached>();

  constructor(units: Units, environment: Environment) {
    this.#units = units;
    this.#environment = environment;
  }

  /** What the unit gets at its next start; resolves when it has ended and all that it said has been passed on. */
  attach(handle: string, streams: Streams): Promise<void> {
    const closed = Promise.withResolvers<void>();
    this.#attached.set(handle, { streams, closed });
    return closed.promise;
  }

  /** False where nobody has attached to it. Throws `container-start` where it can not begin. */
  async start(handle: string): Promise<boolean> {
    const attached = this.#attached.get(handle);
    if (attached === undefined) return false;
    this.#attached.delete(handle);
    const unit = await this.#units.find(handle);
    if (unit === undefined) throw processFailure('container-start', `"${handle}" is gone`);
    const { ended } = await begin(unit, attached.streams, this.#environment);
    ended.then(attached.closed.resolve, attached.closed.reject);
    return true;
  }
}

async function begin(unit: FoundUnit, streams: Streams, base: Environment): Promise<{ readonly ended: Promise<void> }> {
  const { file, folder, project } = unit;
  const ports = await openPorts(file);
  const child = beginWith(unit, { kind: 'exec', argv: file.argv }, streams, base);
  const exit = endOf(child);
  if (child.pid === undefined) {
    ports.close();
    const [error] = await once(child, 'error');
    throw await startFailure(file, file.argv[0] ?? '', error);
  }
  const identity = identityOf(child.pid);
  const family = new Family(identity, markOf(file));
  // As in a container, what it has begun ends with it; it may hold the output open.
  child.once('exit', () => void family.kill());
  const startedAt = Date.now();
  const running = { process: identity, startedAt, ports: ports.bindings };
  await writeState(folder, { kind: 'running', supervisor: identityOf(process.pid), ...running });
  await note(project, 'started', file);
  const end = async (): Promise<void> => {
    const exitCode = await exit;
    ports.close();
    await family.kill();
    await writeState(folder, { kind: 'exited', exitCode, startedAt, finishedAt: Date.now() });
    await note(project, 'died', file, exitCode);
  };
  return { ended: end() };
}
