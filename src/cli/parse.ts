import { Command as Commander, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Failure } from '../core/failure.ts';
import { ok } from '../core/result.ts';
import type { Command, Invocation, Options } from './command.ts';
import { globalOptions, optionSpecs } from './options.ts';

/** What a command line asks for. */
export type Parsed =
  | { readonly kind: 'run'; readonly command: Command; readonly invocation: Invocation }
  /** help or version, asked for */
  | { readonly kind: 'print'; readonly text: string }
  /** nothing was asked for */
  | { readonly kind: 'empty'; readonly help: string }
  | { readonly kind: 'wrong'; readonly failure: Failure };

function optionOf(name: string): Option {
  const spec = optionSpecs[name];
  if (spec === undefined) throw new TypeError(`there is no option "${name}"`);
  const { flags, summary, choices, isList = false, isHidden = false, parse } = spec;
  const option = new Option(flags, summary).hideHelp(isHidden);
  // "--no-attach web" has a value of its own; it is not the opposite of "--attach".
  if (flags.includes('<')) option.negate = false;
  if (!flags.includes('<')) return option;
  if (choices) return option.choices(choices);
  let isGiven = false;
  return option.argParser((text: string, before: unknown) => {
    if (isGiven && !isList) throw new InvalidArgumentError('It is given twice.');
    isGiven = true;
    const parsed = parse ? parse(text) : ok(text);
    if (!parsed.ok) throw new InvalidArgumentError(parsed.reason);
    return isList ? [...(Array.isArray(before) ? before : []), parsed.value] : parsed.value;
  });
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

const helpAfter = ({ examples, exits }: Command): string => `
Examples:
${columns(examples.map(({ line, does }) => [line, does]))}

Exit codes:
${columns(exits.map(({ code, when }) => [String(code), when]))}`;

/** In commander's words: `error: unknown option '--detch'\n(Did you mean --detach?)`. */
function usageFailure({ message }: CommanderError, command: string | undefined): Failure {
  const [sentence = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const meant = suggestion?.match(/^\(Did you mean (.*)\?\)$/)?.[1];
  const help = `run "devstack ${command ? `${command} ` : ''}--help" for what there is`;
  const failure = {
    code: 'usage',
    family: 'usage',
    message: sentence.replace(/\.$/, '').replaceAll("'", '"'),
  } as const;
  const flag = sentence.match(/unknown option '(-[^']+)'/)?.[1];
  if (command !== undefined && flag !== undefined && isGlobal(flag)) {
    return { ...failure, hint: `it stands before the command: devstack ${flag} … ${command}` };
  }
  return { ...failure, hint: meant ? `did you mean ${meant}? Otherwise ${help}` : help };
}

const isGlobal = (flag: string): boolean =>
  globalOptions.some((name) => optionSpecs[name]?.flags.split(/[ ,]+/).includes(flag));

/** What commander tells while it reads. */
interface Reading {
  /** what it would print */
  text: string;
  /** the command that it got to */
  entered?: string;
  found?: Parsed;
}

function makeProgram(version: string, reading: Reading): Commander {
  const print = (text: string) => {
    reading.text += text;
  };
  const program = new Commander('devstack')
    .description('Brings a whole stack up in the order a deployment pipeline would.')
    .usage('[options] <command>')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: print, outputError: () => {} })
    .hook('preSubcommand', (_, sub) => {
      reading.entered = sub.name();
    });
  for (const name of globalOptions) program.addOption(optionOf(name));
  return program;
}

/** Options before and after the command; lists add up. */
function together(before: Options, after: Options): Options {
  const lists = Object.entries(after).flatMap(([name, value]) => {
    const earlier: unknown = Object.entries(before).find(([other]) => other === name)?.[1];
    return Array.isArray(value) && Array.isArray(earlier) ? [[name, [...earlier, ...value]] as const] : [];
  });
  return { ...before, ...after, ...Object.fromEntries(lists) };
}

/** A command that is not meant needs no more than what the list of all commands says of it: options cost time. */
function addCommand(program: Commander, command: Command, reading: Reading, isMeant: boolean): void {
  const sub = program
    .command(command.name, { hidden: command.isHidden === true })
    .aliases(command.aliases ?? [])
    .summary(command.summary)
    .description(command.description);
  if (command.group !== undefined) sub.helpGroup(`${command.group}:`);
  for (const { usage, summary } of command.args) sub.argument(usage, summary);
  if (!isMeant) return;
  if (command.subcommands !== undefined) {
    addSubcommands(sub, command, command.subcommands, reading);
    return;
  }
  if (command.passesOn) sub.passThroughOptions();
  for (const name of command.options) sub.addOption(optionOf(name));
  sub.addHelpText('after', helpAfter(command)).action(() => {
    const before = program.parent === null ? {} : program.parent.opts<Options>();
    const options = together(together(before, program.opts<Options>()), sub.opts<Options>());
    reading.found = { kind: 'run', command, invocation: { args: sub.args, options } };
  });
}

function addSubcommands(group: Commander, command: Command, inner: readonly Command[], reading: Reading): void {
  group
    .helpCommand(false)
    .addHelpText('after', helpAfter(command))
    .hook('preSubcommand', (_, sub) => {
      reading.entered = `${group.name()} ${sub.name()}`;
    });
  for (const each of inner) addCommand(group, each, reading, true);
}

/** `help up` is `up --help`, so that a name that is not there gets the same answer in both. */
function withoutHelpCommand([, second, ...others]: readonly string[], commands: readonly Command[]): string[] {
  if (second === undefined) return ['--help'];
  const command = commands.find(({ name, aliases = [] }) => name === second || aliases.includes(second));
  if (command === undefined) return [second, ...others];
  return [second, ...(command.subcommands === undefined ? [] : others), '--help'];
}

/** Reads a command line (without Node and the program's own path). Runs nothing. */
export function parse(argv: readonly string[], commands: readonly Command[], version: string): Parsed {
  const meant = commands.filter(({ name, aliases = [] }) => [name, ...aliases].some((each) => argv.includes(each)));
  const parsed = read(argv, meant, meant, version);
  // Only help and what is wrong speak of the other commands: to make them all takes longer than a plan.
  return parsed.kind === 'run' ? parsed : read(argv, commands, meant, version);
}

function read(
  argv: readonly string[],
  commands: readonly Command[],
  meant: readonly Command[],
  version: string,
): Parsed {
  const reading: Reading = { text: '' };
  const program = makeProgram(version, reading);
  for (const command of commands) addCommand(program, command, reading, meant.includes(command));
  try {
    program.parse(argv[0] === 'help' ? withoutHelpCommand(argv, commands) : argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'print', text: reading.text };
    if (error.code === 'commander.help') return { kind: 'empty', help: reading.text };
    return { kind: 'wrong', failure: usageFailure(error, reading.entered) };
  }
  return reading.found ?? { kind: 'empty', help: program.helpInformation() };
}
