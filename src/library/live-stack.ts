import type { Event } from '../core/event.ts';
import { hostEnvironmentOf } from '../run/host-environment-of.ts';
import { type Addresses, addressOf, lookForAddresses } from './addresses.ts';
import { restartUnits, startUnits, stopUnits } from './change-units.ts';
import { execIn } from './exec-in.ts';
import type { Footing } from './footing.ts';
import type { Abortable, ExecOptions, ExecResult, JobResult, LogLine, LogOptions, RunJobOptions } from './options.ts';
import { readLogs } from './read-logs.ts';
import { requirePlanned } from './require-planned.ts';
import { resetStack } from './reset-stack.ts';
import { runJob } from './run-job.ts';
import type { Stack } from './stack.ts';
import { type Produce, streamOf } from './stream-of.ts';
import type { TakeDown } from './take-down.ts';
import { publicError, translated } from './translate.ts';
import { watchEvents } from './watch-events.ts';

const never = new AbortController().signal;

/** Longest that the look at what is published may take, ms. */
const lookDeadline = 60_000;

type Units = string | readonly string[];

/** A stack that this process has brought up, and what can be asked of it. */
export class LiveStack implements Stack {
  readonly project: string;
  readonly units: readonly string[];
  readonly #footing: Footing;
  readonly #takeDown: TakeDown;
  readonly #gone = new AbortController();
  #addresses: Addresses = {};
  #disposed: Promise<void> | undefined;

  constructor(footing: Footing, takeDown: TakeDown) {
    this.#footing = footing;
    this.#takeDown = takeDown;
    this.project = footing.project.name;
    this.units = [...footing.plan.units.keys()];
  }

  get addresses(): Addresses {
    return this.#addresses;
  }

  url(unit: string, port?: number): string {
    return this.#addressOf(unit, port).url;
  }

  port(unit: string, port?: number): number {
    return this.#addressOf(unit, port).port;
  }

  env(unit: string, { signal = never }: Abortable = {}): Promise<Readonly<Record<string, string>>> {
    return translated(async () => {
      const { engine, project, plan } = this.#footing;
      requirePlanned(plan, unit);
      const { environment } = await hostEnvironmentOf(engine, project.manifest, unit, signal);
      return Object.fromEntries(environment);
    }, signal);
  }

  exec(unit: string, command: readonly [string, ...string[]], options: ExecOptions = {}): Promise<ExecResult> {
    return translated(() => execIn(this.#footing, unit, command, options), options.signal);
  }

  runJob(job: string, options: RunJobOptions = {}): Promise<JobResult> {
    return this.#changing(() => runJob(this.#footing, job, options), options.signal);
  }

  logs(options: LogOptions = {}): AsyncIterable<LogLine> {
    return this.#streamOf((push, signal) => readLogs(this.#footing, options, push, signal), options.signal);
  }

  events({ signal }: Abortable = {}): AsyncIterable<Event> {
    return this.#streamOf((push, over) => watchEvents(this.#footing, push, over), signal);
  }

  stop(units?: Units, { signal }: Abortable = {}): Promise<void> {
    return this.#changing(() => stopUnits(this.#footing, listOf(units), signal), signal);
  }

  start(units?: Units, { signal }: Abortable = {}): Promise<void> {
    return this.#changing(() => startUnits(this.#footing, listOf(units), signal), signal);
  }

  restart(units?: Units, { signal }: Abortable = {}): Promise<void> {
    return this.#changing(() => restartUnits(this.#footing, listOf(units), signal), signal);
  }

  reset({ signal }: Abortable = {}): Promise<void> {
    return this.#changing(() => resetStack(this.#footing, signal), signal);
  }

  /** Finds out anew where units are reached: a port that the engine has chosen is another after each start. */
  async look(signal = AbortSignal.timeout(lookDeadline)): Promise<void> {
    this.#addresses = await lookForAddresses(this.#footing, signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#addresses = {};
    this.#disposed ??= translated(this.#takeDown).finally(() => {
      this.#gone.abort();
      this.#footing.engine.close();
    });
    return this.#disposed;
  }

  /** Ends when the stack has gone, too: whoever reads on would wait for ever, and keep the program. */
  #streamOf<Item>(produce: Produce<Item>, signal: AbortSignal | undefined): AsyncIterable<Item> {
    const { signal: gone } = this.#gone;
    const untilGone: Produce<Item> = async (push, over) => {
      try {
        await produce(push, AbortSignal.any([over, gone]));
      } catch (error) {
        if (!gone.aborted) throw error;
      }
    };
    return streamOf(untilGone, publicError, signal);
  }

  #addressOf(unit: string, port: number | undefined): ReturnType<typeof addressOf> {
    try {
      requirePlanned(this.#footing.plan, unit);
      return addressOf(this.#addresses, unit, port);
    } catch (error) {
      throw publicError(error);
    }
  }

  async #changing<Value>(act: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    return await translated(async () => {
      const changing = act();
      // What failed first is what has to be told, not what a look after it fails with.
      await changing.catch(() => this.look().catch(() => undefined));
      const value = await changing;
      await this.look();
      return value;
    }, signal);
  }
}

const listOf = (units: Units = []): readonly string[] => (typeof units === 'string' ? [units] : units);
