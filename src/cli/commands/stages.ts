import type { Argument, Command } from '../command.ts';
import { exits, stack } from './common.ts';

const stage: readonly Argument[] = [{ usage: '[stage]', summary: 'the name of a stage' }];
const unit: readonly Argument[] = [{ usage: '[unit]', summary: 'the name or title of a service or job' }];

const wrong = { code: 3, when: 'the manifest has errors, or would have some: then nothing is written' } as const;
const edits = [exits.ok('written, or there was nothing to change'), exits.usage, wrong];

const list: Command = {
  name: 'list',
  aliases: ['ls'],
  summary: 'list the stages with their units',
  description: 'Lists the stages in order, each with its description and with the type and name of its units.',
  args: [],
  options: [...stack, 'json'],
  examples: [
    { line: 'devstack stage list', does: 'as a pipeline lists them' },
    { line: 'devstack stage list --json', does: 'for a program' },
  ],
  exits: [exits.ok('listed, also when there is none'), exits.usage, exits.manifest],
  load: async () => (await import('../handlers/stage.ts')).list,
};

const create: Command = {
  name: 'create',
  summary: 'add a stage',
  description:
    'Adds a stage without units, last where nothing else is said. The first one of a manifest takes all units.',
  args: stage,
  options: [...stack, 'nameOf', 'description', 'before', 'after'],
  examples: [
    { line: 'devstack stage create edge -d proxies', does: 'as the last one' },
    { line: 'devstack stage create prepare --after data', does: 'between two others' },
  ],
  exits: edits,
  load: async () => (await import('../handlers/stage.ts')).create,
};

const edit: Command = {
  name: 'edit',
  summary: 'rename or describe a stage',
  description: 'Gives a stage another name, in the units that are in it too, or another description.',
  args: stage,
  options: [...stack, 'nameOf', 'newName', 'newDescription'],
  examples: [
    { line: 'devstack stage edit services --new-name backend', does: 'wherever the name stands' },
    { line: 'devstack stage edit data --new-description databases', does: 'what it is for' },
  ],
  exits: edits,
  load: async () => (await import('../handlers/stage.ts')).edit,
};

const move: Command = {
  name: 'move',
  summary: 'put a unit into another stage',
  description: 'Puts a unit into another stage, unless it would then come before what it depends on.',
  args: unit,
  options: [...stack, 'nameOf', 'stage'],
  examples: [{ line: 'devstack stage move api -s backend', does: 'api starts with that stage' }],
  exits: edits,
  load: async () => (await import('../handlers/stage-units.ts')).move,
};

const remove: Command = {
  name: 'delete',
  summary: 'remove a stage that has no units',
  description: 'Takes a stage out of the manifest. One that still has units is left alone.',
  args: stage,
  options: [...stack, 'nameOf'],
  examples: [{ line: 'devstack stage delete edge', does: 'its units were moved before' }],
  exits: edits,
  load: async () => (await import('../handlers/stage.ts')).remove,
};

const skip: Command = {
  name: 'skip',
  summary: 'leave a unit out of "up"',
  description: 'Writes into the manifest that a unit is left out unless it is named.',
  args: unit,
  options: [...stack, 'nameOf'],
  examples: [{ line: 'devstack stage skip api', does: 'up goes without it' }],
  exits: edits,
  load: async () => (await import('../handlers/stage-units.ts')).skip,
};

const unskip: Command = {
  ...skip,
  name: 'unskip',
  summary: 'take a unit in again',
  description: 'Takes back what "stage skip" wrote.',
  examples: [{ line: 'devstack stage unskip api', does: 'up starts it again' }],
  load: async () => (await import('../handlers/stage-units.ts')).unskip,
};

const all = [list, create, edit, move, remove, skip, unskip];

/** Commands about stages. */
export const stages: Command = {
  ...list,
  name: 'stage',
  aliases: [],
  summary: 'list and edit the stages of the manifest',
  description: 'Lists the stages, and edits them in the files themselves, whose comments and formatting stay.',
  options: [],
  examples: all.flatMap(({ examples: [first] }) => first ?? []),
  exits: edits,
  subcommands: all,
};
