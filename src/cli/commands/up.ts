import type { Command } from '../command.ts';
import { exits, stack, units } from './common.ts';

/** Options of bringing a stack up. */
const options = [
  ...stack,
  'detach',
  'local',
  'from',
  'through',
  'ui',
  'build',
  'noBuild',
  'pull',
  'quietPull',
  'forceRecreate',
  'alwaysRecreateDeps',
  'noRecreate',
  'noDeps',
  'noStart',
  'removeOrphans',
  'scale',
  'renewAnonVolumes',
  'timeout',
  'wait',
  'waitTimeout',
  'abortOnContainerExit',
  'abortOnContainerFailure',
  'exitCodeFrom',
  'attach',
  'noAttach',
  'noColor',
  'noLogPrefix',
  'timestampsLong',
  'yes',
];

export const up: Command = {
  name: 'up',
  summary: 'bring the stack up, in order, until it is ready',
  description:
    'Brings up all units, or those named and what they need: stage by stage, each the moment what it waits for is ' +
    'ready. What runs already and is unchanged is left alone. It then stays attached; Ctrl-C stops what it started.',
  args: units,
  options,
  examples: [
    { line: 'devstack up', does: 'the stack of this folder' },
    { line: 'devstack up -d web', does: 'web and what it needs; return when it is ready' },
    { line: 'devstack up --local api,worker', does: 'these two as processes of this machine, the rest in containers' },
    { line: 'devstack up --through prepare', does: 'up to and including the stage "prepare"' },
    { line: 'devstack up --from backend', does: 'the stage "backend" and what follows, over what is there' },
    {
      line: 'devstack up --build --remove-orphans',
      does: 'with fresh images, without what is left of an earlier manifest',
    },
    { line: 'devstack up --exit-code-from tests', does: 'until tests exit, with their exit code' },
    { line: 'devstack up -f fixtures/shop --ui plain', does: 'the stack of another folder, as lines of text' },
  ],
  exits: [
    exits.ok('everything is ready, or was and has been stopped'),
    exits.usage,
    exits.manifest,
    exits.engine,
    { code: 5, when: 'a unit failed: a job, a readiness, an early exit' },
    exits.teardown,
    { code: 130, when: 'interrupted before everything was ready' },
  ],
  load: async () => (await import('../handlers/up.ts')).up,
};

export const attach: Command = {
  name: 'attach',
  summary: 'show a stack that runs, and leave it running',
  description:
    'Opens the screen of "devstack up" on a stack that is there already, also while another terminal brings it up or has ' +
    'it open too. Nothing is started or changed unless a key asks for it; d and Ctrl-C leave it running.',
  args: units,
  options: [...stack, 'ui', 'noColor', 'noLogPrefix', 'timestampsLong'],
  examples: [
    { line: 'devstack attach', does: 'the stack of this folder' },
    { line: 'devstack attach api web', does: 'only these units' },
  ],
  exits: [exits.ok('left'), exits.usage, exits.manifest, exits.engine, exits.teardown],
  load: async () => (await import('../handlers/attach.ts')).attach,
};

export const create: Command = {
  name: 'create',
  summary: 'make containers without starting them',
  description: 'Makes networks, volumes, images and containers of all units, or of those named and what they need.',
  args: units,
  options: [
    ...stack,
    'local',
    'build',
    'noBuild',
    'pull',
    'forceRecreate',
    'noRecreate',
    'noDeps',
    'removeOrphans',
    'scale',
  ],
  examples: [{ line: 'devstack create', does: 'make everything ready to start' }],
  exits: [exits.ok('everything is made'), exits.usage, exits.manifest, exits.engine, exits.unit],
  load: async () => (await import('../handlers/up.ts')).create,
};

export const scale: Command = {
  name: 'scale',
  summary: 'change how many containers a unit has',
  description: 'Starts or removes containers of units until there are as many as asked for.',
  args: [{ usage: '<unit=number...>', summary: 'units and how many of each' }],
  options: [...stack, 'local', 'noDeps'],
  examples: [{ line: 'devstack scale web=3 worker=2', does: 'three of web, two of worker' }],
  exits: [exits.ok('there are as many'), exits.usage, exits.manifest, exits.engine, exits.unit],
  load: async () => (await import('../handlers/up.ts')).scale,
};

export const down: Command = {
  name: 'down',
  summary: 'stop the stack and remove its containers and networks',
  description:
    'Stops the containers of the stack in reverse order and removes them, and its networks. Volumes stay, and with them ' +
    'what is remembered of jobs. Finds everything by labels: a manifest that has changed since does not matter. Jobs ' +
    'run their stop events first, or with -v their delete events; volumes stay where one of those fails.',
  args: units,
  options: [...stack, 'volumes', 'forceDown', 'timeout', 'removeOrphans', 'rmi', 'ui'],
  examples: [
    { line: 'devstack down', does: 'keep the data' },
    { line: 'devstack down -v', does: 'begin anew the next time' },
    { line: 'devstack down -p shop', does: 'a stack by its name, without its manifest' },
  ],
  exits: [exits.ok('everything is gone'), exits.usage, exits.manifest, exits.engine, exits.teardown, exits.interrupted],
  load: async () => (await import('../handlers/down.ts')).down,
};
