import type { Argument, Command } from '../command.ts';
import { exits, stack, stackBefore } from './common.ts';

const usual = [exits.usage, exits.manifest, exits.engine];
const job: readonly Argument[] = [{ usage: '<job>', summary: 'the name of a job' }];

const list: Command = {
  name: 'list',
  aliases: ['ls'],
  summary: 'list the jobs and how they ran last',
  description:
    'Lists every job of the manifest: when it is to run, how it ran last and how long that took, and what the next "up" would do with it, and why.',
  args: [],
  options: [...stack, 'json'],
  examples: [
    { line: 'devstack job list', does: 'as a table' },
    { line: 'devstack job list --json', does: 'for a program' },
  ],
  exits: [exits.ok('listed, also when there is none'), ...usual],
  load: async () => (await import('../handlers/job-list.ts')).jobList,
};

const run: Command = {
  name: 'run',
  summary: 'run a job now',
  description:
    'Brings up what the job needs and runs it, also one that has a schedule. What is remembered counts: where nothing has changed since it last ran, it is skipped, unless --force says otherwise. Its stop and delete events can be run too, also when the job is in the manifest no more.',
  args: job,
  options: [...stack, 'event', 'forceRun', 'yes', 'ui'],
  examples: [
    { line: 'devstack job run migrate', does: 'if something changed' },
    { line: 'devstack job run seed --force', does: 'whatever is remembered of it' },
    { line: 'devstack job run bucket --event delete', does: 'remove what its start has made' },
  ],
  exits: [exits.ok('it ended with 0, or its failure is allowed'), ...usual, exits.unit, exits.interrupted],
  load: async () => (await import('../handlers/job-run.ts')).jobRun,
};

const logs: Command = {
  name: 'logs',
  summary: 'print what a job has written',
  description: 'Prints the output of the last run of a job, as long as its container is there.',
  args: job,
  options: ['projectName', ...stackBefore, 'follow', 'tail', 'timestamps', 'since', 'until', 'noColor', 'noLogPrefix'],
  examples: [{ line: 'devstack job logs migrate', does: 'all that migrate wrote' }],
  exits: [exits.ok('all is printed'), ...usual, { code: 130, when: 'ended by Ctrl-C' }],
  load: async () => (await import('../handlers/job-logs.ts')).jobLogs,
};

const outputs: Command = {
  name: 'outputs',
  summary: 'print what a job has passed on',
  description: 'Prints the outputs of the last run of a job that ended well. Sensitive values are shown as ***.',
  args: job,
  options: [...stack, 'json', 'reveal'],
  examples: [
    { line: 'devstack job outputs seed', does: 'a line for each' },
    { line: 'devstack job outputs seed --json --reveal', does: 'all values, for a program' },
  ],
  exits: [exits.ok('printed'), ...usual],
  load: async () => (await import('../handlers/job-outputs.ts')).jobOutputs,
};

/** Commands about jobs. */
export const jobs: Command = {
  ...list,
  name: 'job',
  aliases: [],
  summary: 'list and run jobs, see what they wrote and passed on',
  description: 'Lists and runs the jobs of the stack, and prints what they have written and passed on.',
  options: [],
  examples: [list, run, logs, outputs].flatMap(({ examples: [first] }) => first ?? []),
  exits: [exits.ok('done'), ...usual, exits.unit],
  subcommands: [list, run, logs, outputs],
};
