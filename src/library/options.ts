import type { Event } from '../core/event.ts';

/** What can be given up by whoever waits for it. */
export interface Abortable {
  /** Rejects what is under way with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Which stack to bring up, and how far. */
export interface UpOptions extends Abortable {
  /**
   * The manifest: a file or its folder, or several files that are merged; relative to `cwd`. Absent: found as the
   * command finds it, from `cwd` upwards.
   */
  readonly file?: string | readonly string[];
  /** Where relative paths count from; absent: the working directory. */
  readonly cwd?: string;
  /**
   * Whether the stack is one of its own, beside others of the same files: named `<project>-t-<8 hex>`, published on free
   * ports of 127.0.0.1, with volumes of its own, which go with it. Absent: it is. `false`: the stack that `devstack up`
   * brings up; taken down as by `devstack down`.
   */
  readonly isolated?: boolean;
  /** The project's name; absent: as the manifest has it. The name of an isolated stack begins with it. */
  readonly project?: string;
  /** Only these units and what they need; absent: all. */
  readonly units?: readonly string[];
  /** The last stage to bring up; absent: all of them. */
  readonly through?: string;
  /** Profiles that are active. */
  readonly profiles?: readonly string[];
  /** Variables of `${…}` in the manifest, over those of the process; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Files with such variables, instead of the `.env` beside the manifest. */
  readonly envFiles?: readonly string[];
  /** Units that run as processes of this machine, as `--local` has it. */
  readonly local?: readonly string[] | 'all';
  /** How long everything may take to become ready, ms; absent: as long as each unit's own readiness allows. */
  readonly timeoutMs?: number;
  /**
   * What `reset` does to the data: nothing, its seed jobs once more, or back to what it was when the stack was first ready,
   * of which a copy is kept then. Absent: as `test.reset` of the manifest has it.
   */
  readonly reset?: 'none' | 'seed' | 'snapshot';
  /** Hears of everything that is done to the stack through this object: nothing is ever printed. */
  readonly onEvent?: (event: Event) => void;
}

/** Where a port of a unit is reached from this machine. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** as a client takes it, such as `http://127.0.0.1:49153`; of a database with the user and the password */
  readonly url: string;
  /** The port that the unit itself listens on. */
  readonly unitPort: number;
}

/** A command in a container of a unit. */
export interface ExecOptions extends Abortable {
  /** Which of several containers, from 1; absent: the first. */
  readonly index?: number;
  /** What the command reads; absent: nothing. */
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workingDir?: string;
}

/** What a command came to. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a job is run. */
export interface RunJobOptions extends Abortable {
  /** Also where nothing has changed since it last ended well. */
  readonly force?: boolean;
}

/** What a job came to. */
export interface JobResult {
  /** `replayed`: nothing had changed, so that it did not run again. */
  readonly by: 'run' | 'replayed';
  /** What it has passed on, by name in capitals; sensitive values are here too. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Which log lines are read. */
export interface LogOptions extends Abortable {
  /** Of these units alone. */
  readonly units?: readonly string[];
  /** Goes on with lines as they come, until none of the units runs any more. */
  readonly follow?: boolean;
  /** Of each container only the last so many lines of what there is. */
  readonly tail?: number;
  /** Only lines from then on. */
  readonly since?: Date;
}

/** A line that a unit has written. Sensitive outputs are masked. */
export interface LogLine {
  readonly unit: string;
  /** `name#index` */
  readonly instance: string;
  readonly stream: 'stdout' | 'stderr';
  readonly line: string;
  /** ms since the epoch, by the clock of the engine */
  readonly at: number;
}
