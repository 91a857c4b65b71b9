import type { Command } from '../command.ts';
import { exits, stack, units } from './common.ts';

const usual = [exits.usage, exits.manifest, exits.engine];

/** Commands that change what containers do and make none. */
export const lifecycle: readonly Command[] = [
  {
    name: 'stop',
    summary: 'stop containers, in reverse order',
    description:
      'Stops all units, or those named, each after what needs it. Removes nothing. Jobs run their stop events first, where all units stop.',
    args: units,
    options: [...stack, 'timeout'],
    examples: [{ line: 'devstack stop api', does: 'only api' }],
    exits: [exits.ok('they are stopped'), ...usual, exits.teardown, exits.interrupted],
    load: async () => (await import('../handlers/stop.ts')).stop,
  },
  {
    name: 'start',
    summary: 'start containers that are there, in order',
    description: 'Starts stopped containers of all units, or of those named, and waits until they are ready.',
    args: units,
    options: [...stack, 'wait', 'waitTimeout'],
    examples: [{ line: 'devstack start', does: 'what "devstack stop" has stopped' }],
    exits: [exits.ok('they are ready'), ...usual, exits.unit, exits.interrupted],
    load: async () => (await import('../handlers/start.ts')).start,
  },
  {
    name: 'restart',
    summary: 'stop and start containers, in order',
    description: 'Stops units in reverse order and starts them again, with those that say they restart with them.',
    args: units,
    options: [...stack, 'timeout', 'noDeps'],
    examples: [{ line: 'devstack restart api', does: 'api, and units with "restart: true" on it' }],
    exits: [exits.ok('they are ready again'), ...usual, exits.unit, exits.teardown, exits.interrupted],
    load: async () => (await import('../handlers/start.ts')).restart,
  },
  {
    name: 'kill',
    summary: 'send a signal to containers',
    description: 'Sends SIGKILL, or another signal, to the main process of each container.',
    args: units,
    options: [...stack, 'signal'],
    examples: [{ line: 'devstack kill -s SIGHUP web', does: 'let web read its settings anew' }],
    exits: [exits.ok('the signal was sent'), ...usual],
    load: async () => (await import('../handlers/each-container.ts')).kill,
  },
  {
    name: 'pause',
    summary: 'freeze containers',
    description: 'Freezes all processes of each container.',
    args: units,
    options: stack,
    examples: [{ line: 'devstack pause db', does: 'see how the others cope' }],
    exits: [exits.ok('they are paused'), ...usual],
    load: async () => (await import('../handlers/each-container.ts')).pause,
  },
  {
    name: 'unpause',
    summary: 'let paused containers go on',
    description: 'Lets the processes of paused containers go on.',
    args: units,
    options: stack,
    examples: [{ line: 'devstack unpause db', does: 'let it go on' }],
    exits: [exits.ok('they go on'), ...usual],
    load: async () => (await import('../handlers/each-container.ts')).unpause,
  },
  {
    name: 'rm',
    summary: 'remove containers that are stopped',
    description: 'Removes stopped containers of all units, or of those named. Asks before, on a terminal.',
    args: units,
    options: [...stack.filter((name) => name !== 'file'), 'force', 'stop', 'anonymousVolumes'],
    examples: [{ line: 'devstack rm -fs api', does: 'stop and remove api without a question' }],
    exits: [exits.ok('they are removed'), ...usual],
    load: async () => (await import('../handlers/rm.ts')).rm,
  },
  {
    name: 'wait',
    summary: 'wait until containers end',
    description:
      'Waits until the first container of each named unit has ended, and prints and passes on its exit code.',
    args: [{ usage: '<unit...>', summary: 'names of services and jobs' }],
    options: stack,
    examples: [{ line: 'devstack wait migrate', does: 'until it is done' }],
    exits: [exits.ok('it ended with 0; else with its own code'), ...usual],
    load: async () => (await import('../handlers/wait.ts')).wait,
  },
];
