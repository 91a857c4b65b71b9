import { setTimeout as sleep } from 'node:timers/promises';
import { Family, markOf, send } from './family.ts';
import { identityOf } from './identity.ts';
import { note } from './journal.ts';
import { type Launched, launch } from './launch.ts';
import { letPass } from './let-pass.ts';
import { LogWriter } from './log-writer.ts';
import { type OpenPorts, openPorts } from './port-forward.ts';
import { nextRestart, noRestarts, type Restarts } from './restart-policy.ts';
import type { ProjectFolder } from './state-folder.ts';
import { stopFamily } from './stop-family.ts';
import { type Running, type UnitFile, type UnitState, unitPlaces, writeState } from './unit-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const supervisor = identityOf(process.pid);

/** How long the output of a unit may go on after all of its processes have ended, ms: then someone else holds it. */
const outputDeadline = 2_000;

/** A process that runs, and all that belongs to it. */
interface Life {
  readonly running: Running;
  readonly family: Family;
  readonly ports: OpenPorts;
  readonly launched: Launched;
  /** resolves when it has ended and everything that it said is on disk */
  ended: Promise<void>;
}

/**
 * One unit that the supervisor starts, watches and stops. Its state is on disk before anyone is told of it.
 *
 *     created ─→ running ⇄ paused
 *                 │  ↑
 *                 ↓  └── restarting
 *               exited ─→ running
 */
export class SupervisedUnit {
  readonly #project: ProjectFolder;
  readonly #folder: string;
  readonly file: UnitFile;
  /** called each time that its process has ended */
  onEnd: () => void = () => undefined;
  #state: UnitState;
  #life: Life | undefined;
  /** somebody asked for its end, so that no restart follows */
  #isStopping = false;
  #restarts: Restarts = noRestarts;
  #restart: AbortController | undefined;
  /** settles when the latest start has come to something: until then there is nothing yet that could be ended */
  #beginning: Promise<void> = Promise.resolve();
  #environment: Environment = {};
  /** when its last process ended, ms since the epoch */
  #endedAt: number | undefined;
  /** what is written is in the order in which it happened */
  #writing: Promise<void> = Promise.resolve();

  constructor(project: ProjectFolder, folder: string, file: UnitFile, state: UnitState) {
    this.#project = project;
    this.#folder = folder;
    this.file = file;
    this.#state = state;
    this.#endedAt = state.kind === 'exited' ? state.finishedAt : undefined;
  }

  /** Whether there is a process, or will be without anybody asking for it. */
  get isUp(): boolean {
    return this.#life !== undefined || this.#restart !== undefined;
  }

  async start(environment: Environment): Promise<void> {
    if (this.#life !== undefined && !this.#isStopping) return await this.unpause();
    await this.#life?.ended;
    this.#cancelRestart();
    this.#environment = environment;
    this.#restarts = noRestarts;
    this.#isStopping = false;
    const begun = this.#begin();
    this.#beginning = begun.catch(() => undefined);
    await begun;
  }

  async stop(graceMs = this.file.stopGracePeriod): Promise<void> {
    this.#isStopping = true;
    if (this.#restart !== undefined) await this.#stayDown();
    await this.#beginning;
    const life = this.#life;
    // Its end may just be written down: whoever removes its folder next must not meet that.
    if (life === undefined) return await this.#writing;
    await note(this.#project, 'stopping', this.file);
    await stopFamily(life.family, life.running.process.pid, this.file.stopSignal, graceMs);
    await life.ended;
  }

  /** Like an engine, it is only SIGKILL of which a restart policy takes no notice. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    await this.#beginning;
    const life = this.#life;
    if (life === undefined) return;
    if (signal !== 'SIGKILL') return send(-life.running.process.pid, signal);
    this.#isStopping = true;
    await life.family.kill();
    await life.ended;
  }

  async pause(): Promise<void> {
    if (this.#life === undefined || this.#state.kind === 'paused') return;
    send(-this.#life.running.process.pid, 'SIGSTOP');
    await this.#become({ kind: 'paused', supervisor, ...this.#life.running }, 'paused');
  }

  async unpause(): Promise<void> {
    if (this.#life === undefined || this.#state.kind !== 'paused') return;
    send(-this.#life.running.process.pid, 'SIGCONT');
    await this.#become({ kind: 'running', supervisor, ...this.#life.running }, 'unpaused');
  }

  async #begin(): Promise<void> {
    const ports = await openPorts(this.file);
    let launched: Launched;
    try {
      launched = await launch(this.file, this.#environment);
    } catch (error) {
      ports.close();
      throw error;
    }
    const endedAt = this.#endedAt === undefined ? {} : { endedAt: this.#endedAt };
    const { bindings, forContainers } = ports;
    const running: Running = {
      process: launched.identity,
      startedAt: Date.now(),
      ports: bindings,
      ...(forContainers.length > 0 && { forContainers }),
      ...endedAt,
    };
    const family = new Family(launched.identity, markOf(this.file));
    const life: Life = { running, family, ports, launched, ended: Promise.resolve() };
    this.#life = life;
    const told = this.#become({ kind: 'running', supervisor, ...running }, 'started');
    life.ended = this.#follow(life).catch(complain);
    await told;
  }

  /** To the end of its process and of what it says; then it begins anew, or stays down. */
  async #follow({ launched, running, family, ports }: Life): Promise<void> {
    const log = new LogWriter(unitPlaces(this.#folder).log, this.file.log);
    const { stdout, stderr } = launched.child;
    const drained = Promise.all([stdout && log.drain(stdout, 'o'), stderr && log.drain(stderr, 'e')]).catch(() => {
      // Nothing can be written any more, as on a full disk: the unit must not wait for that.
      stdout?.resume();
      stderr?.resume();
    });
    const exitCode = await launched.exit;
    ports.close();
    // As in a container, what it has begun ends with it; what is asked to end has its grace period for that.
    if (!this.#isStopping) await family.kill();
    else await family.gone(this.file.stopGracePeriod);
    await Promise.race([drained, letPass(outputDeadline)]);
    stdout?.destroy();
    stderr?.destroy();
    await log.close().catch(() => undefined);
    const finishedAt = Date.now();
    this.#endedAt = finishedAt;
    this.#life = undefined;
    await this.#afterEnd(running, exitCode, finishedAt);
    this.onEnd();
  }

  async #afterEnd({ startedAt }: Running, exitCode: number, finishedAt: number): Promise<void> {
    const end = { exitCode, ranForMs: finishedAt - startedAt };
    const next = this.#isStopping ? undefined : nextRestart(this.file.restart, this.#restarts, end);
    if (next === undefined) {
      return await this.#become({ kind: 'exited', exitCode, startedAt, finishedAt }, 'died', exitCode);
    }
    this.#restarts = next.restarts;
    const restart = new AbortController();
    this.#restart = restart;
    await this.#become({ kind: 'restarting', supervisor, exitCode }, 'died', exitCode);
    void this.#beginLater(next.afterMs, restart.signal).catch(complain);
  }

  async #beginLater(afterMs: number, signal: AbortSignal): Promise<void> {
    try {
      await sleep(afterMs, undefined, { signal });
    } catch {
      return;
    }
    this.#restart = undefined;
    this.#beginning = this.#beginAgain();
    await this.#beginning;
  }

  async #beginAgain(): Promise<void> {
    try {
      await this.#begin();
    } catch {
      // Its program or its port is gone: that is an end like any other.
      await this.#afterEnd({ ...noProcess, startedAt: Date.now() }, cannotStart, Date.now());
    }
  }

  #cancelRestart(): void {
    this.#restart?.abort();
    this.#restart = undefined;
  }

  async #stayDown(): Promise<void> {
    this.#cancelRestart();
    const exitCode = this.#state.kind === 'restarting' ? this.#state.exitCode : 0;
    const finishedAt = this.#endedAt ?? Date.now();
    await this.#become({ kind: 'exited', exitCode, startedAt: finishedAt, finishedAt }, 'died', exitCode);
  }

  #become(state: UnitState, type: Parameters<typeof note>[1], exitCode?: number): Promise<void> {
    this.#state = state;
    const written = this.#writing.then(async () => {
      await writeState(this.#folder, state);
      await note(this.#project, type, this.file, exitCode);
    });
    this.#writing = written.catch(() => undefined);
    return written;
  }
}

/** What can not be written down, as on a full disk, must not end the supervision of all other units. */
function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}

/** A shell's exit code for a program that is not there. */
const cannotStart = 127;
const noProcess = { process: { pid: 0, start: '', bootId: '' }, ports: [] } as const;
