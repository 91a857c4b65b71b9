import type { Argument, Command } from '../command.ts';
import { type Flags, versionFlags } from './flags-of.ts';
import { flagsNamed, type LineRead, readLine } from './read-line.ts';

/** Something that can be written, and what it is. */
export interface Candidate {
  readonly text: string;
  readonly summary: string;
}

/** What there are names of: things of a manifest, and runs. */
const nameKinds = ['unit', 'stage', 'job', 'profile', 'run'] as const;
/** One of these kinds of names. */
export type NameKind = (typeof nameKinds)[number];

/** What the word at the cursor may become. */
type Wanted =
  | { readonly kind: 'words'; readonly words: readonly Candidate[] }
  | { readonly kind: 'files' | 'folders' }
  /** `as`: one name, several with commas, or `name=number`; `except` are there already */
  | {
      readonly kind: 'names';
      readonly of: NameKind;
      readonly as: 'one' | 'list' | 'number';
      readonly except: readonly string[];
    };

/** What is asked for at the end of a command line. */
export interface Question {
  readonly wanted: Wanted;
  /** the beginning of the last word that stays as it is: `--ui=` */
  readonly before: string;
  /** the rest of it */
  readonly typed: string;
  readonly given: LineRead['given'];
}

const nothing: Wanted = { kind: 'words', words: [] };

/** Reads a command line whose last word is at the cursor (without the program's name). Runs nothing. */
export function questionAt(line: readonly string[], commands: readonly Command[]): Question {
  const last = line.at(-1) ?? '';
  const read = readLine(line.slice(0, -1), commands);
  if (read === undefined) return { wanted: nothing, before: '', typed: last, given: new Map() };
  const isValue = read.isOver || read.waiting !== undefined;
  const [before = ''] = (!isValue && /^--[^=]+=/.exec(last)) || [];
  return { wanted: wantedIn(read, last, before), before, typed: last.slice(before.length), given: read.given };
}

function wantedIn(read: LineRead, last: string, before: string): Wanted {
  const { place, named, waiting, isOver, isHelp } = read;
  if (isOver) return { kind: 'files' };
  if (waiting !== undefined) return wantedOf(waiting);
  if (before !== '') {
    const found = flagsNamed(place, before.slice(0, -1));
    return found?.value === undefined ? nothing : wantedOf(found);
  }
  if (last.startsWith('-')) return optionsOf(read);
  if (place.commands !== undefined) return commandsOf(place.commands, place.flags.includes(versionFlags) && !isHelp);
  if (isHelp) return nothing;
  const argument = argumentAt(place.args, named.length);
  return argument === undefined ? optionsOf(read) : wantedAs(argument, named);
}

function commandsOf(commands: readonly Command[], hasHelp: boolean): Wanted {
  const shown = commands.filter(({ isHidden = false }) => !isHidden);
  const words = shown.map(({ name, summary }) => ({ text: name, summary }));
  const help = { text: 'help', summary: 'print the help of a command' };
  return { kind: 'words', words: hasHelp ? [...words, help] : words };
}

/** Those that can still be given, by their long names. */
function optionsOf({ place, given }: LineRead): Wanted {
  const left = place.flags.filter(({ key, isList, isHidden }) => !isHidden && (isList || !given.has(key)));
  return { kind: 'words', words: left.map(({ names, summary }) => ({ text: names.at(-1) ?? '', summary })) };
}

const argumentAt = (args: readonly Argument[], at: number): Argument | undefined =>
  args[at] ?? (args.at(-1)?.usage.includes('...') ? args.at(-1) : undefined);

const wantedOf = ({ value = '', choices }: Flags): Wanted =>
  choices.length > 0 ? oneOf(choices) : wantedFor(value, []);

const wantedAs = ({ usage, choices = [] }: Argument, named: readonly string[]): Wanted =>
  choices.length > 0 ? oneOf(choices) : wantedFor(usage.replaceAll(/[<>[\].]/g, ''), named);

const oneOf = (choices: readonly string[]): Wanted => ({
  kind: 'words',
  words: choices.map((text) => ({ text, summary: '' })),
});

/** By what the help calls a value. */
function wantedFor(value: string, except: readonly string[]): Wanted {
  switch (value) {
    case 'path':
    case 'file':
    case 'source':
    case 'target':
    case 'command':
      return { kind: 'files' };
    case 'folder':
      return { kind: 'folders' };
    case 'units':
      return { kind: 'names', of: 'unit', as: 'list', except };
    case 'unit=number':
      return { kind: 'names', of: 'unit', as: 'number', except };
    default: {
      const of = nameKinds.find((kind) => kind === value);
      return of === undefined ? nothing : { kind: 'names', of, as: 'one', except };
    }
  }
}
