import type { Result } from '../core/result.ts';
import type { Shell } from './shell.ts';

/** The faces of a run, as `--ui` names them. */
export const faceNames = ['tui', 'plain', 'json', 'quiet'] as const;
export type FaceName = (typeof faceNames)[number];

/** The values of all options that any command takes; each command declares which ones are its own. */
export interface Options {
  readonly file?: string;
  readonly projectName?: string;
  readonly ui?: FaceName;
  readonly detach?: boolean;
  readonly through?: string;
  readonly volumes?: boolean;
  readonly json?: boolean;
  readonly offline?: boolean;
  readonly follow?: boolean;
  readonly tail?: number | 'all';
  readonly timestamps?: boolean;
}

export type OptionName = keyof Options;

/** An option as it is typed and explained. */
export interface OptionSpec {
  /** `-f, --file <path>`: a value stands between angle brackets */
  readonly flags: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  /** Turns the typed text into the value, or says in a sentence what it has to be. */
  readonly parse?: (text: string) => Result<number | string, string>;
}

/** What a person asked of a command. */
export interface Invocation {
  readonly units: readonly string[];
  readonly options: Options;
}

/** Carries a command out. Resolves to the exit code; failures that end it are thrown as DevstackError. */
export type Handler = (invocation: Invocation, shell: Shell) => Promise<number>;

/** A command as data: its help is made of it, and its code is loaded only when it is run. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What it does, in a few sentences. */
  readonly description: string;
  readonly takesUnits: boolean;
  readonly options: readonly OptionName[];
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  readonly exits: readonly { readonly code: number; readonly when: string }[];
  readonly load: () => Promise<Handler>;
}
