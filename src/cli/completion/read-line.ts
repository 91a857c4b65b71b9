import type { Argument, Command } from '../command.ts';
import { globalOptions } from '../options.ts';
import { type Flags, flagsOf, helpFlags, versionFlags } from './flags-of.ts';

/** Where in the tree of commands a line has got to. */
export interface Place {
  readonly flags: readonly Flags[];
  /** one of these follows; absent where arguments do */
  readonly commands?: readonly Command[];
  readonly args: readonly Argument[];
  readonly passesOn: boolean;
}

/** What stands before the word at the cursor. */
export interface LineRead {
  readonly place: Place;
  /** arguments so far */
  readonly named: readonly string[];
  /** values of options so far, by the names of their specs; '' of those that take none */
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** the option whose value is the word at the cursor */
  readonly waiting?: Flags | undefined;
  /** `help` was asked for the command that follows */
  readonly isHelp: boolean;
  /** what follows is no word of devstack's */
  readonly isOver: boolean;
}

const rootOf = (commands: readonly Command[]): Place => ({
  flags: [...flagsOf(globalOptions), helpFlags, versionFlags],
  commands,
  args: [],
  passesOn: false,
});

const insideOf = ({ options, subcommands, args, passesOn = false }: Command): Place => ({
  flags: [...flagsOf(options), helpFlags],
  ...(subcommands && { commands: subcommands }),
  args,
  passesOn,
});

/** Reads what is complete of a line; undefined where it names a command that is not there. */
export function readLine(words: readonly string[], commands: readonly Command[]): LineRead | undefined {
  const start: LineRead = { place: rootOf(commands), named: [], given: new Map(), isHelp: false, isOver: false };
  let read: LineRead | undefined = start;
  for (const word of words) read = read && (read.isOver ? read : readWord(read, word, read === start));
  return read;
}

function readWord(read: LineRead, word: string, isFirst: boolean): LineRead | undefined {
  const { place, named, waiting } = read;
  if (waiting !== undefined) return { ...withValue(read, waiting, word), waiting: undefined };
  if (word === '--') return { ...read, isOver: true };
  if (word.startsWith('--')) return readLong(read, word);
  if (word.startsWith('-') && word !== '-') return readShort(read, word);
  if (place.commands === undefined) return { ...read, named: [...named, word], isOver: place.passesOn };
  const found = place.commands.find(({ name, aliases = [] }) => name === word || aliases.includes(word));
  if (found !== undefined) return { ...read, place: insideOf(found) };
  return isFirst && word === 'help' ? { ...read, isHelp: true } : undefined;
}

const withValue = (read: LineRead, { key }: Flags, value: string): LineRead => ({
  ...read,
  given: new Map([...read.given, [key, [...(read.given.get(key) ?? []), value]]]),
});

/** The option that is written like this: `-f`, `--file`. */
export const flagsNamed = ({ flags }: Place, name: string): Flags | undefined =>
  flags.find(({ names }) => names.includes(name));

function readLong(read: LineRead, word: string): LineRead {
  const [, name = word, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
  const found = flagsNamed(read.place, name);
  if (found === undefined) return read;
  if (found.value !== undefined && value === undefined) return { ...read, waiting: found };
  return withValue(read, found, value ?? '');
}

/** Several in one word, of which the last may have its value in the same word or in the next. */
function readShort(read: LineRead, word: string): LineRead {
  let so = read;
  for (let at = 1; at < word.length; at++) {
    const found = flagsNamed(read.place, `-${word[at]}`);
    if (found === undefined) return so;
    if (found.value !== undefined) {
      const value = word.slice(at + 1);
      return value === '' ? { ...so, waiting: found } : withValue(so, found, value);
    }
    so = withValue(so, found, '');
  }
  return so;
}
