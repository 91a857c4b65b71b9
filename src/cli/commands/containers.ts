import type { Command } from '../command.ts';
import { exits, stack, stackBefore } from './common.ts';

const usual = [exits.usage, exits.manifest, exits.engine];
const own = { code: 0, when: 'the command ended with 0; else with its own code' };
const unit = { usage: '<unit>', summary: 'a service or job' };
const command = { usage: '[command...]', summary: 'what is run in it' };

/** Commands that work in one container. */
export const containers: readonly Command[] = [
  {
    name: 'run',
    summary: 'run a command in a new container of a unit',
    description:
      'Makes a container like that of the unit, with another command if one is given, after what the unit needs is up. ' +
      'Its ports are not published unless that is asked for.',
    args: [unit, command],
    passesOn: true,
    options: [
      ...stackBefore,
      'build',
      'detachExec',
      'entrypoint',
      'env',
      'interactive',
      'label',
      'name',
      'noDeps',
      'noTty',
      'ttyFlag',
      'publish',
      'quietPull',
      'removeOrphans',
      'rm',
      'servicePorts',
      'user',
      'volume',
      'workdir',
    ],
    examples: [
      { line: 'devstack run --rm api sh', does: 'a shell in a container like that of api' },
      { line: 'devstack run --rm --no-deps -e DEBUG=1 api npm test', does: 'one command, without what api needs' },
    ],
    exits: [own, ...usual, exits.unit],
    load: async () => (await import('../handlers/run.ts')).run,
  },
  {
    name: 'exec',
    summary: 'run a command in a running container',
    description: 'Runs a command in the container of a unit, with a terminal if there is one here.',
    args: [unit, { usage: '<command...>', summary: 'what is run in it' }],
    passesOn: true,
    options: [
      ...stackBefore,
      'detachExec',
      'env',
      'index',
      'noTty',
      'ttyFlag',
      'interactive',
      'privileged',
      'user',
      'workdir',
    ],
    examples: [
      { line: 'devstack exec db psql -U shop', does: 'look into the database' },
      { line: 'devstack exec -T api cat /etc/hosts > hosts', does: 'for a script' },
    ],
    exits: [own, ...usual],
    load: async () => (await import('../handlers/exec.ts')).exec,
  },
  {
    name: 'cp',
    summary: 'copy files between a container and here',
    description: 'Copies a file or folder. UNIT:PATH is in the container of a unit; "-" is a tar archive in or out.',
    args: [
      { usage: '<source>', summary: 'UNIT:PATH, a path, or -' },
      { usage: '<target>', summary: 'a path, UNIT:PATH, or -' },
    ],
    options: [...stackBefore, 'index', 'archive', 'followLink'],
    examples: [
      { line: 'devstack cp db:/var/log/app.log .', does: 'out of the container' },
      { line: 'devstack cp seed.sql db:/tmp/', does: 'into it' },
    ],
    exits: [exits.ok('copied'), ...usual],
    load: async () => (await import('../handlers/cp.ts')).cp,
  },
  {
    name: 'port',
    summary: 'print where a port of a unit is published',
    description: 'Prints the address and port of the host under which a port of a unit is reached; without a port all.',
    args: [unit, { usage: '[port]', summary: 'a port of the container' }],
    options: [...stackBefore, 'protocol', 'index', 'json'],
    examples: [
      { line: 'devstack port api 3000', does: 'such as 127.0.0.1:49153' },
      { line: 'devstack port db --json', does: 'all ports of db, for a program' },
    ],
    exits: [exits.ok('printed'), ...usual],
    load: async () => (await import('../handlers/port.ts')).port,
  },
  {
    name: 'env',
    summary: 'print the environment that a unit would get on this machine',
    description:
      'Prints what a unit gets when it is started on this machine, for a shell, an editor or a debugger: its environment, what jobs have passed on, and where it finds the services that it refers to. A terminal is not shown what is sensitive, JSON never has it.',
    args: [unit],
    options: [...stack, 'formatEnv', 'json', 'reveal'],
    examples: [
      { line: 'devstack env api', does: 'for a shell, as in: eval "$(devstack env api)" && npm run dev' },
      { line: 'devstack env api --format dotenv', does: 'a file of variables, for a debugger' },
    ],
    exits: [exits.ok('printed'), ...usual],
    load: async () => (await import('../handlers/env.ts')).env,
  },
];
