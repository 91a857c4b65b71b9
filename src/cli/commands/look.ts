import type { Command } from '../command.ts';
import { exits, stack, stackBefore, units } from './common.ts';

const usual = [exits.usage, exits.manifest, exits.engine];

/** Commands that only look. */
export const look: readonly Command[] = [
  {
    name: 'ps',
    summary: 'list what there is of the stack',
    description: 'Lists the units that the engine has: their stage, state, health and ports. Jobs that are done too.',
    args: units,
    options: [...stack, 'json', 'all', 'quiet', 'services', 'format', 'filter', 'status', 'noOrphans'],
    examples: [
      { line: 'devstack ps', does: 'as a table' },
      { line: 'devstack ps --json', does: 'for a program' },
      { line: 'devstack ps --services --status running', does: 'names of what runs' },
    ],
    exits: [exits.ok('listed, also when there is nothing'), ...usual],
    load: async () => (await import('../handlers/ps.ts')).ps,
  },
  {
    name: 'logs',
    summary: 'print what the units have written',
    description: 'Prints the output of all units, or of those named, in the order in which it was written.',
    args: units,
    options: [
      'projectName',
      ...stackBefore,
      'follow',
      'tail',
      'timestamps',
      'since',
      'until',
      'noColor',
      'noLogPrefix',
      'index',
    ],
    examples: [
      { line: 'devstack logs -f api web', does: 'follow two units' },
      { line: 'devstack -f fixtures/shop logs -n 20', does: 'the last 20 lines of each unit of another folder' },
      { line: 'devstack logs --since 10m', does: 'of the last ten minutes' },
    ],
    exits: [exits.ok('all is printed'), ...usual, { code: 130, when: 'ended by Ctrl-C' }],
    load: async () => (await import('../handlers/logs.ts')).logs,
  },
  {
    name: 'events',
    summary: 'print what happens to the containers',
    description:
      'Prints starts, ends and removals of the containers of the stack as they happen. With --json, what happens to its units and stages, in the lines of "--ui json", beginning with how they are now.',
    args: units,
    options: [...stack, 'json'],
    examples: [{ line: 'devstack events --json', does: 'one JSON object in a line' }],
    exits: [exits.ok('never by itself'), ...usual, { code: 130, when: 'ended by Ctrl-C' }],
    load: async () => (await import('../handlers/events.ts')).events,
  },
  {
    name: 'top',
    summary: 'list the processes in the containers',
    description: 'Lists the processes that run in the containers of all units, or of those named.',
    args: units,
    options: [...stack, 'json'],
    examples: [{ line: 'devstack top api', does: 'only api' }],
    exits: [exits.ok('listed'), ...usual],
    load: async () => (await import('../handlers/top.ts')).top,
  },
  {
    name: 'ls',
    summary: 'list the stacks on the engine',
    description: 'Lists the stacks that devstack has brought up on this engine.',
    args: [],
    options: ['all', 'json', 'format', 'quiet', 'filter'],
    examples: [{ line: 'devstack ls -a', does: 'also those that do not run' }],
    exits: [exits.ok('listed'), exits.usage, exits.engine],
    load: async () => (await import('../handlers/ls.ts')).ls,
  },
  {
    name: 'plan',
    summary: 'print what "up" would do, and why',
    description:
      'Prints the order and, after one look at the engine, what "up" would do to each unit. Changes nothing.',
    args: units,
    options: [...stack, 'local', 'from', 'through', 'json', 'offline'],
    examples: [
      { line: 'devstack plan', does: 'what would be started, kept, made anew' },
      { line: 'devstack plan --offline', does: 'the order alone, without an engine' },
    ],
    exits: [exits.ok('printed'), ...usual],
    load: async () => (await import('../handlers/plan.ts')).plan,
  },
  {
    name: 'history',
    summary: 'list the runs of the stack',
    description:
      'Lists what has been done to the stack, the newest first: the last 20 runs that changed something, and the latest failure. "down -v" forgets them.',
    args: [],
    options: [...stack, 'json', 'last'],
    examples: [
      { line: 'devstack history', does: 'when each was, what came of it, and what failed first' },
      { line: 'devstack history -p shop -n 5', does: 'of a stack by its name, without its manifest' },
    ],
    exits: [exits.ok('listed, also when there is none'), ...usual],
    load: async () => (await import('../handlers/history.ts')).history,
  },
  {
    name: 'explain',
    summary: 'tell what a run did and why',
    description:
      'Tells of one run, the latest where none is named, stage by stage and unit by unit: what was done and why, how long each step took, and what failed, with the last lines of its log.',
    args: [{ usage: '[run]', summary: 'the id of a run, or its beginning; the latest where none is named' }],
    options: [...stack, 'json'],
    examples: [
      { line: 'devstack explain', does: 'the latest run' },
      { line: 'devstack explain t6k3p1 --json', does: 'one of "devstack history", for a program' },
    ],
    exits: [exits.ok('told'), ...usual],
    load: async () => (await import('../handlers/history.ts')).explain,
  },
  {
    name: 'validate',
    summary: 'report all problems of the manifest',
    description: 'Reads the manifest and reports everything that is wrong or doubtful in it. Contacts nothing.',
    args: [],
    options: stack,
    examples: [{ line: 'devstack validate -f fixtures/shop', does: 'the manifest in that folder' }],
    exits: [exits.ok('no errors; there may be warnings'), exits.usage, exits.manifest],
    load: async () => (await import('../handlers/validate.ts')).validate,
  },
  {
    name: 'version',
    summary: 'print the version',
    description: 'Prints the version of devstack.',
    args: [],
    options: ['format', 'json', 'short'],
    examples: [{ line: 'devstack version', does: 'as --version does' }],
    exits: [exits.ok('printed'), exits.usage],
    load: async () => (await import('../handlers/version.ts')).version,
  },
];
