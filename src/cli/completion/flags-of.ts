import { optionSpecs } from '../options.ts';

/** An option as the command line knows it. */
export interface Flags {
  /** the name of its spec */
  readonly key: string;
  /** all ways to write it, `-f` and `--file` */
  readonly names: readonly string[];
  /** what its value is, as the help calls it; undefined: it takes none */
  readonly value: string | undefined;
  readonly choices: readonly string[];
  readonly summary: string;
  readonly isList: boolean;
  readonly isHidden: boolean;
}

/** Help and version are the parser's own. */
const own = (flags: string, summary: string): Flags => ({
  key: '',
  names: flags.split(', '),
  value: undefined,
  choices: [],
  summary,
  isList: false,
  isHidden: false,
});

/** Those of every command. */
export const helpFlags = own('-h, --help', 'print this help');
/** Those of the program alone. */
export const versionFlags = own('-v, --version', 'print the version');

/** The options of these names. */
export function flagsOf(keys: readonly string[]): readonly Flags[] {
  return keys.flatMap((key) => {
    const spec = optionSpecs[key];
    if (spec === undefined) return [];
    const [names = '', value] = spec.flags.split(/[<>]/);
    const { summary, choices = [], isList = false, isHidden = false } = spec;
    return [{ key, names: names.trim().split(/[ ,]+/), value, choices, summary, isList, isHidden }];
  });
}
