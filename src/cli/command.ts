import type { Result } from '../core/result.ts';
import type { Shell } from './shell.ts';

/** The faces of a run, as `--ui` names them. */
export const faceNames = ['tui', 'plain', 'json', 'quiet'] as const;
/** The name of a face, as `--ui` has it. */
export type FaceName = (typeof faceNames)[number];

/** The values of all options that any command takes; each command declares which ones are its own. Durations in ms. */
export interface Options {
  readonly file?: readonly string[];
  readonly projectName?: string;
  readonly projectDirectory?: string;
  readonly profile?: readonly string[];
  readonly envFile?: readonly string[];
  readonly ui?: FaceName;
  readonly ansi?: string;
  readonly progress?: string;
  readonly abortOnContainerExit?: boolean;
  readonly abortOnContainerFailure?: boolean;
  readonly all?: boolean;
  readonly alwaysRecreateDeps?: boolean;
  readonly archive?: boolean;
  readonly artifacts?: string;
  readonly attach?: readonly string[] | false;
  readonly build?: boolean;
  readonly buildArg?: readonly string[];
  readonly after?: string;
  readonly before?: string;
  readonly cache?: boolean;
  readonly color?: boolean;
  readonly deps?: boolean;
  readonly description?: string;
  readonly detach?: boolean;
  readonly dialect?: string;
  readonly dryRun?: boolean;
  readonly entrypoint?: string;
  readonly env?: readonly string[];
  readonly event?: 'start' | 'stop' | 'delete';
  readonly exitCodeFrom?: string;
  readonly filter?: readonly string[];
  readonly fromStages?: string;
  readonly follow?: boolean;
  readonly followLink?: boolean;
  readonly force?: boolean;
  readonly forceRecreate?: boolean;
  readonly format?: string;
  readonly hash?: string;
  readonly ignorePullFailures?: boolean;
  readonly images?: boolean;
  readonly includeDeps?: boolean;
  readonly from?: string;
  readonly index?: number;
  readonly interactive?: boolean;
  readonly json?: boolean;
  readonly keep?: boolean;
  readonly last?: number;
  readonly label?: readonly string[];
  readonly local?: readonly string[];
  readonly logPrefix?: boolean;
  readonly name?: string;
  readonly newDescription?: string;
  readonly newName?: string;
  readonly networks?: boolean;
  readonly noAttach?: readonly string[];
  readonly offline?: boolean;
  readonly output?: string;
  readonly policy?: string;
  readonly orphans?: boolean;
  readonly privileged?: boolean;
  readonly profiles?: boolean;
  readonly protocol?: string;
  readonly publish?: readonly string[];
  readonly pull?: string | boolean;
  readonly push?: boolean;
  readonly quiet?: boolean;
  readonly quietPull?: boolean;
  readonly recreate?: boolean;
  readonly removeOrphans?: boolean;
  readonly renewAnonVolumes?: boolean;
  readonly reuse?: boolean;
  readonly reveal?: boolean;
  readonly rm?: boolean;
  readonly rmi?: string;
  readonly scale?: readonly string[];
  readonly servicePorts?: boolean;
  readonly services?: boolean;
  readonly shards?: number;
  readonly short?: boolean;
  readonly signal?: string;
  readonly since?: string;
  readonly stage?: string;
  readonly start?: boolean;
  readonly status?: readonly string[];
  readonly stop?: boolean;
  readonly tail?: number | 'all';
  readonly through?: string;
  readonly timeout?: number;
  readonly timestamps?: boolean;
  readonly tty?: boolean;
  readonly until?: string;
  readonly user?: string;
  readonly volume?: readonly string[];
  readonly volumes?: boolean;
  readonly wait?: boolean;
  readonly waitTimeout?: number;
  readonly workdir?: string;
  readonly yes?: boolean;
}

/** An option as it is typed and explained. */
export interface OptionSpec {
  /** `-f, --file <path>`: a value stands between angle brackets; `--no-color` makes `color` false */
  readonly flags: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  /** may be given several times, and each counts */
  readonly isList?: boolean;
  /** taken so that scripts go on to work; left out of the help */
  readonly isHidden?: boolean;
  /** Turns the typed text into the value, or says in a sentence what it has to be. */
  readonly parse?: (text: string) => Result<number | string, string>;
}

/** What a person asked of a command. */
export interface Invocation {
  /** what stands beside the options: names of units, paths, a command */
  readonly args: readonly string[];
  readonly options: Options;
}

/** Carries a command out. Resolves to the exit code; failures that end it are thrown as DevstackError. */
export type Handler = (invocation: Invocation, shell: Shell) => Promise<number>;

/** What stands beside the options of a command, as help shows it. */
export interface Argument {
  /** `<unit>`, `[unit...]`: in square brackets what may be left out, with dots what may come several times */
  readonly usage: string;
  readonly summary: string;
  readonly choices?: readonly string[];
}

/** A command as data: its help is made of it, and its code is loaded only when it is run. */
export interface Command {
  readonly name: string;
  /** other names that it is found by */
  readonly aliases?: readonly string[];
  /** the heading under which help lists it */
  readonly group?: string;
  readonly summary: string;
  /** What it does, in a few sentences. */
  readonly description: string;
  readonly args: readonly Argument[];
  /** for programs; left out of the help */
  readonly isHidden?: boolean;
  /** everything after the first argument belongs to another program, options too */
  readonly passesOn?: boolean;
  /** names of `optionSpecs` */
  readonly options: readonly string[];
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  readonly exits: readonly { readonly code: number; readonly when: string }[];
  readonly load: () => Promise<Handler>;
  /** commands of its own, such as `job list`: one of them has to be named, and is what is run */
  readonly subcommands?: readonly Command[];
}
