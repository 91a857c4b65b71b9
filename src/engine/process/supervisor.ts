import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { failureOf } from '../../core/failure.ts';
import { Family, markOf } from './family.ts';
import { note } from './journal.ts';
import { type Answered, type Asked, lineSplitter, type Request } from './protocol.ts';
import type { ProjectFolder } from './state-folder.ts';
import { SupervisedUnit } from './supervised-unit.ts';
import { readUnit } from './unit-file.ts';

/** Without anything to supervise it stays so long for whoever is about to start something, ms. */
const lingerMs = 1_000;

/** Starts and watches the units of one project, until none runs any more and nobody asks for anything. */
export class Supervisor {
  readonly #project: ProjectFolder;
  readonly #units = new Map<string, SupervisedUnit>();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #over = Promise.withResolvers<void>();
  /** requests under way */
  #busy = 0;
  #linger: NodeJS.Timeout | undefined;

  constructor(project: ProjectFolder) {
    this.#project = project;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** Resolves when there is nothing left to do. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Listens on a socket; resolves when it can be asked. */
  async listen(path: string): Promise<void> {
    await rm(path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, resolve);
    });
    // A connection that can not be taken, such as for want of file descriptors, is no reason to end all units.
    this.#server.on('error', () => undefined);
    this.#look();
  }

  /** Stops all units, as when the machine is shut down. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#units.values()].map((unit) => unit.stop()));
    this.#leave();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.setEncoding('utf8');
    // Whoever asked may have gone; what was asked for is done all the same.
    socket.on('error', () => socket.destroy());
    socket.on(
      'data',
      lineSplitter((line) => void this.#answer(JSON.parse(line), socket)),
    );
  }

  async #answer({ number, ...request }: Asked, socket: Socket): Promise<void> {
    this.#busy++;
    clearTimeout(this.#linger);
    const answer = await this.#carryOut(request).then(
      (): Answered => ({ number }),
      (error: unknown): Answered => ({ number, failure: failureOf(error) }),
    );
    this.#busy--;
    socket.write(`${JSON.stringify(answer)}\n`);
    if (request.type === 'leave') this.#leaveIfIdle();
    else this.#look();
  }

  async #carryOut(request: Request): Promise<void> {
    if (request.type === 'leave') return;
    const unit = await this.#unit(request.name, request.id);
    switch (request.type) {
      case 'start':
        if (unit === undefined) throw new Error(`the unit "${request.name}" is gone`);
        unit.onEnd = () => this.#look();
        return await unit.start(request.environment);
      case 'stop':
        return await unit?.stop(request.graceMs);
      case 'kill':
        return await unit?.kill(request.signal);
      case 'pause':
        return await unit?.pause();
      case 'unpause':
        return await unit?.unpause();
      case 'remove':
        return await this.#remove(request.name, unit);
      default:
        return request satisfies never;
    }
  }

  /** A unit that is there; what a supervisor before this one left of its processes is ended first. */
  async #unit(name: string, id: string): Promise<SupervisedUnit | undefined> {
    const known = this.#units.get(name);
    if (known?.file.id === id) return known;
    const folder = join(this.#project.units, name);
    const stored = await readUnit(folder);
    if (stored === undefined || stored.file.id !== id) return undefined;
    const { file, state } = stored;
    if ('process' in state) await new Family(state.process, markOf(file)).kill();
    const again = this.#units.get(name);
    if (again?.file.id === id) return again;
    const unit = new SupervisedUnit(this.#project, folder, file, state);
    this.#units.set(name, unit);
    return unit;
  }

  async #remove(name: string, unit: SupervisedUnit | undefined): Promise<void> {
    if (unit === undefined) return;
    await unit.kill('SIGKILL');
    await unit.stop(0);
    await rm(join(this.#project.units, name), { recursive: true, force: true });
    if (this.#units.get(name) !== unit) return;
    this.#units.delete(name);
    await note(this.#project, 'removed', unit.file);
  }

  get #isIdle(): boolean {
    return this.#busy === 0 && ![...this.#units.values()].some(({ isUp }) => isUp);
  }

  #look(): void {
    clearTimeout(this.#linger);
    if (this.#isIdle) this.#linger = setTimeout(() => this.#leaveIfIdle(), lingerMs);
  }

  #leaveIfIdle(): void {
    if (this.#isIdle) this.#leave();
  }

  /** Whoever asks for anything from now on has to ask the next one: what this one began would be left to nobody. */
  #leave(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.removeAllListeners('data').destroySoon();
    this.#over.resolve();
  }
}
