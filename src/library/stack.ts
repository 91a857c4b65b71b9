/// <reference lib="esnext.disposable" preserve="true" />
import type { Event } from '../core/event.ts';
import type {
  Abortable,
  Address,
  ExecOptions,
  ExecResult,
  JobResult,
  LogLine,
  LogOptions,
  RunJobOptions,
} from './options.ts';

/**
 * A stack that is up. What is asked of it rejects with a `DevstackError`: `UsageError` for a name or a port that is not
 * there, `StackError` where a unit fails, `EngineError` where the engine does; or with the reason of a signal.
 */
export interface Stack extends AsyncDisposable {
  /** The name on the engine, as `devstack -p` takes it. */
  readonly project: string;
  /** Names of the units that it was brought up with, in the order in which they start. */
  readonly units: readonly string[];

  /** Where units are reached from this machine, by unit; one that is not reached, or does not run, has none. */
  readonly addresses: Readonly<Record<string, readonly Address[]>>;
  /**
   * Where a unit is reached from this machine, such as `http://127.0.0.1:49153`, or as a client of it takes it:
   * `postgres://user:password@127.0.0.1:49154/shop`. `port` is the one that the unit itself listens on.
   */
  url(unit: string, port?: number): string;
  /** The port of this machine that leads to a unit's own; `port` may be left out where the unit has one only. */
  port(unit: string, port?: number): number;
  /**
   * The environment that a unit would get on this machine: addresses as they are seen from here, and what jobs have
   * passed on to it, sensitive values too.
   */
  env(unit: string, options?: Abortable): Promise<Readonly<Record<string, string>>>;

  /** Runs a command in the running container of a unit; another exit code than 0 is no error. */
  exec(unit: string, command: readonly [string, ...string[]], options?: ExecOptions): Promise<ExecResult>;
  /** Runs a job, with what it needs up; resolves when it has ended well. */
  runJob(job: string, options?: RunJobOptions): Promise<JobResult>;

  /** What units have written, in the order of time. */
  logs(options?: LogOptions): AsyncIterable<LogLine>;
  /** First how the stack stands, then what becomes of it, whoever does that; until left, the signal, or the end of the stack. */
  events(options?: Abortable): AsyncIterable<Event>;

  /** Stops units in reverse order, or the whole stack with the stop events of its jobs, and removes nothing. */
  stop(units?: string | readonly string[], options?: Abortable): Promise<void>;
  /** Starts units that were stopped, in order; resolves when they are ready. */
  start(units?: string | readonly string[], options?: Abortable): Promise<void>;
  /** Stops units and starts them again; resolves when they are ready. Ports of this machine may be others then. */
  restart(units?: string | readonly string[], options?: Abortable): Promise<void>;

  /** Makes the stack fit for the next tests: its data as `reset` of `up` says, and up what is not; resolves when it is ready. */
  reset(options?: Abortable): Promise<void>;

  /** Takes the stack down, with its volumes if it is isolated, also what failed or was left half-way. Once; then nothing. */
  [Symbol.asyncDispose](): Promise<void>;
}
