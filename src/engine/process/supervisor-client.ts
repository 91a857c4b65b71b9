import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DevstackError } from '../../core/failure.ts';
import type { Host } from '../../core/host.ts';
import { type SupervisorClaim, supervisorOf } from './be-supervisor.ts';
import { processFailure } from './failures.ts';
import { marker } from './family.ts';
import { type Answered, lineSplitter, type Request } from './protocol.ts';
import { makePrivate } from './small-files.ts';
import type { ProjectFolder } from './state-folder.ts';

/** Longest that a supervisor may take to be there, ms. */
const startDeadline = 10_000;
/** Longest that it may take to leave, ms. */
const leaveDeadline = 10_000;
/** A supervisor that leaves in the middle is followed by another; more of them in a row are none of that. */
const attempts = 5;

/** What answers when the connection has ended without an answer. */
const lost = Symbol('lost');

type Outcome = Answered | typeof lost;

/** Asks the supervisor of a project, which is begun when something is to be started. */
export class SupervisorClient {
  readonly #project: ProjectFolder;
  readonly #host: Host;
  readonly #entry: string;
  #socket: Socket | undefined;
  #opening: Promise<Socket | undefined> | undefined;
  #number = 0;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();

  /** `entry`: the supervisor's program. */
  constructor(project: ProjectFolder, host: Host, entry: string) {
    this.#project = project;
    this.#host = host;
    this.#entry = entry;
  }

  /** Resolves to false where there is no supervisor, and the request is not worth beginning one. Throws its failure. */
  async ask(request: Request, signal: AbortSignal): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      signal.throwIfAborted();
      const socket = await this.#open(request.type === 'start');
      if (socket === undefined) return false;
      const outcome = await this.#exchange(socket, request, signal);
      if (outcome === lost) continue;
      if (outcome.failure !== undefined) throw new DevstackError(outcome.failure);
      return true;
    }
    throw processFailure(
      'engine-lost',
      `what supervises the processes of "${this.#project.path}" ends again and again`,
    );
  }

  /** Lets the supervisor go, if nothing runs any more, and waits until it has gone. */
  async dismiss(signal: AbortSignal): Promise<void> {
    const found = await this.#find();
    if (found === undefined) return;
    await this.ask({ type: 'leave' }, signal);
    const end = performance.now() + leaveDeadline;
    while (this.#host.isAlive(found.process) && performance.now() < end) await sleep(2, undefined, { signal });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #find(): Promise<SupervisorClaim | undefined> {
    return await supervisorOf(this.#project.supervisor, this.#host.isAlive);
  }

  #open(begins: boolean): Promise<Socket | undefined> {
    if (this.#socket !== undefined && !this.#socket.destroyed) return Promise.resolve(this.#socket);
    if (this.#opening !== undefined) return this.#opening.then((socket) => socket ?? this.#open(begins));
    const opening = this.#connect(begins).finally(() => {
      this.#opening = undefined;
    });
    this.#opening = opening;
    return opening;
  }

  async #connect(begins: boolean): Promise<Socket | undefined> {
    const end = performance.now() + startDeadline;
    for (;;) {
      const found = await this.#find();
      if (found === undefined && !begins) return undefined;
      const socket = found && (await this.#dial(found.socket));
      if (socket !== undefined) return socket;
      if (performance.now() > end) throw processFailure('engine-lost', 'what supervises processes could not be begun');
      // One that is there and does not answer yet, or no more, needs a moment.
      if (found === undefined) await this.#begin();
      else await sleep(5);
    }
  }

  async #dial(path: string): Promise<Socket | undefined> {
    const socket = connect(path);
    try {
      await once(socket, 'connect');
    } catch {
      return undefined;
    }
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on(
      'data',
      lineSplitter((line) => this.#take(JSON.parse(line))),
    );
    socket.on('close', () => this.#loseAll());
    this.#socket = socket;
    return socket;
  }

  #take(answer: Answered): void {
    this.#waiting.get(answer.number)?.(answer);
    this.#waiting.delete(answer.number);
  }

  #loseAll(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const resolve of waiting) resolve(lost);
  }

  async #exchange(socket: Socket, request: Request, signal: AbortSignal): Promise<Outcome> {
    const number = ++this.#number;
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#waiting.set(number, resolve);
    socket.write(`${JSON.stringify({ ...request, number })}\n`);
    if (socket.destroyed) resolve(lost);
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Begins a supervisor that belongs to nobody, and waits until it can be asked or has left it to another. */
  async #begin(): Promise<void> {
    await makePrivate(this.#project.path);
    const complaints = openSync(join(this.#project.path, 'supervisor.log'), 'a', 0o600);
    // Whatever this devstack was begun by, what it begins here is no part of that.
    const { [marker]: _, ...environment } = this.#host.environment;
    const child = spawn(process.execPath, [this.#entry, this.#project.path], {
      cwd: '/',
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', complaints],
    });
    closeSync(complaints);
    const settled = new Promise<void>((resolve) => {
      // It says that it can be asked, has left that to another, or there is no such program.
      child.stdout?.once('data', () => resolve());
      child.once('exit', () => resolve()).once('error', () => resolve());
    });
    await Promise.race([settled, sleep(startDeadline, undefined, { ref: false })]);
    child.stdout?.destroy();
    child.unref();
  }
}
