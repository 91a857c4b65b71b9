import type { Command } from './command.ts';

const exits = {
  ok: (when: string) => ({ code: 0, when }),
  usage: { code: 2, when: 'the command line is wrong' },
  manifest: { code: 3, when: 'the manifest has errors' },
  engine: { code: 4, when: 'the engine does not answer, or refuses' },
} as const;

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  {
    name: 'up',
    summary: 'bring the stack up, in order, until it is ready',
    description:
      'Brings up all units, or those named and what they need: stage by stage, each the moment what it waits for is ' +
      'ready. What runs already and is unchanged is left alone. It then stays attached; Ctrl-C stops what it started.',
    takesUnits: true,
    options: ['file', 'projectName', 'detach', 'through', 'ui'],
    examples: [
      { line: 'devstack up', does: 'the stack of this folder' },
      { line: 'devstack up -d web', does: 'web and what it needs; return when it is ready' },
      { line: 'devstack up --through prepare', does: 'up to and including the stage "prepare"' },
      { line: 'devstack up -f fixtures/shop --ui plain', does: 'the stack of another folder, as lines of text' },
    ],
    exits: [
      exits.ok('everything is ready, or was and has been stopped'),
      exits.usage,
      exits.manifest,
      exits.engine,
      { code: 5, when: 'a unit failed: a job, a readiness, an early exit' },
      { code: 6, when: 'something could not be stopped' },
      { code: 130, when: 'interrupted before everything was ready' },
    ],
    load: async () => (await import('./handlers/up.ts')).up,
  },
  {
    name: 'down',
    summary: 'stop the stack and remove its containers and network',
    description:
      'Stops in reverse order and removes what belongs to the project. Volumes stay unless -v is given. With -p no ' +
      'manifest is needed.',
    takesUnits: false,
    options: ['file', 'projectName', 'volumes', 'ui'],
    examples: [
      { line: 'devstack down', does: 'the data in volumes stays' },
      { line: 'devstack down -v', does: 'the data goes as well' },
      { line: 'devstack down -p shop', does: 'the project "shop", wherever its manifest is' },
    ],
    exits: [
      exits.ok('nothing of the project is left, or nothing was there'),
      exits.usage,
      exits.manifest,
      exits.engine,
      { code: 6, when: 'something could not be removed' },
      { code: 130, when: 'interrupted' },
    ],
    load: async () => (await import('./handlers/down.ts')).down,
  },
  {
    name: 'ps',
    summary: 'list what there is of the stack',
    description: 'Lists the units that the engine has: their stage, state, health and ports. Jobs that are done too.',
    takesUnits: false,
    options: ['file', 'projectName', 'json'],
    examples: [
      { line: 'devstack ps', does: 'as a table' },
      { line: 'devstack ps --json', does: 'for a program' },
    ],
    exits: [exits.ok('listed, also when there is nothing'), exits.usage, exits.manifest, exits.engine],
    load: async () => (await import('./handlers/ps.ts')).ps,
  },
  {
    name: 'logs',
    summary: 'print what the units have written',
    description: 'Prints the output of all units, or of those named, in the order in which it was written.',
    takesUnits: true,
    options: ['projectName', 'follow', 'tail', 'timestamps'],
    examples: [
      { line: 'devstack logs -f api web', does: 'follow two units' },
      { line: 'devstack -f fixtures/shop logs -n 20', does: 'the last 20 lines of each unit of another folder' },
    ],
    exits: [
      exits.ok('all is printed'),
      exits.usage,
      exits.manifest,
      exits.engine,
      { code: 130, when: 'ended by Ctrl-C' },
    ],
    load: async () => (await import('./handlers/logs.ts')).logs,
  },
  {
    name: 'plan',
    summary: 'print what "up" would do, and why',
    description:
      'Prints the order and, after one look at the engine, what "up" would do to each unit. Changes nothing.',
    takesUnits: true,
    options: ['file', 'projectName', 'through', 'json', 'offline'],
    examples: [
      { line: 'devstack plan', does: 'what would be started, kept, made anew' },
      { line: 'devstack plan --offline', does: 'the order alone, without an engine' },
    ],
    exits: [exits.ok('printed'), exits.usage, exits.manifest, exits.engine],
    load: async () => (await import('./handlers/plan.ts')).plan,
  },
  {
    name: 'validate',
    summary: 'report all problems of the manifest',
    description: 'Reads the manifest and reports everything that is wrong or doubtful in it. Contacts nothing.',
    takesUnits: false,
    options: ['file', 'projectName'],
    examples: [{ line: 'devstack validate -f fixtures/shop', does: 'the manifest in that folder' }],
    exits: [exits.ok('no errors; there may be warnings'), exits.usage, exits.manifest],
    load: async () => (await import('./handlers/validate.ts')).validate,
  },
];
