import { parseArgs } from 'node:util';
import { type Case, cases, casesNamed } from './cases.ts';

/** What is to be measured, how often, and where the results go. */
export interface Options {
  readonly runs: number;
  readonly rivalRuns: number;
  readonly cases: readonly Case[];
  /** a file for the results as JSON; `-` is standard output */
  readonly json?: string;
}

/** What the command line asks for: a benchmark, the help, or nothing that makes sense. */
export type Asked = Options | { readonly help: string } | { readonly error: string };

const flags = {
  runs: { type: 'string', default: '7' },
  'rival-runs': { type: 'string', default: '3' },
  only: { type: 'string', default: cases.map(({ name }) => name).join(',') },
  json: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the command line. */
export function readOptions(args: readonly string[]): Asked {
  try {
    const { values } = parseArgs({ args: [...args], options: flags });
    if (values.help) return { help };
    return {
      runs: countOf('--runs', values.runs),
      rivalRuns: countOf('--rival-runs', values['rival-runs']),
      cases: chosen(values.only),
      ...(values.json !== undefined && { json: values.json }),
    };
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : String(cause);
    return { error: `${error}\nsee: npm run bench -- --help\n` };
  }
}

function countOf(flag: string, text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`${flag} takes a number from 1 to 9999, not "${text}"`);
}

function chosen(only: string): readonly Case[] {
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => casesNamed(name).length === 0);
  if (unknown.length > 0) {
    const quoted = unknown.map((name) => `"${name}"`).join(', ');
    throw new Error(`--only: no case is named ${quoted}; there are\n${listed()}\nalso ${groups}`);
  }
  const found = names.flatMap(casesNamed);
  return found.filter(({ name }, at) => found.findIndex((other) => other.name === name) === at);
}

/** The names, so many to a line that each fits. */
function listed(): string {
  const names = cases.map(({ name }) => name);
  const half = Math.ceil(names.length / 2);
  return [names.slice(0, half), names.slice(half)].map((line) => `  ${line.join(', ')}`).join(',\n');
}

const groups = 'wide-N, a number of units, and ui for all of the terminal';

const help = `Measures devstack beside raw engine calls in the best order and, where it is installed, docker
compose: whole processes in turn, medians.

Usage: npm run bench -- [--runs ${flags.runs.default}] [--rival-runs ${flags['rival-runs'].default}] [--only NAME,NAME] [--json FILE]

  --runs N        runs of each contestant
  --rival-runs N  runs of docker compose, of the cases with so many units and of process-flood
  --only NAMES    some cases; also ${groups}
  --json FILE     the results as JSON too, with every sample; - is standard output (with npm run -s,
                  or npm writes there too), and the tables are on standard error then

Cases (* needs a Docker engine):
${cases.map(({ name, about, needs }) => `  ${needs.includes('engine') ? '*' : ' '} ${name.padEnd(13)} ${about}`).join('\n')}

The exit code is 1 when something failed, or nothing could be measured, and 130 after Ctrl-C: what
was measured until then is told. A missed limit is told and is no failure.
`;
