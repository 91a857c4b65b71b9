import type { Command } from '../command.ts';
import { exits, stack } from './common.ts';

/** Commands about what devstack is run with. */
export const setUp: readonly Command[] = [
  {
    name: 'doctor',
    summary: 'look at all that "up" rests on, and say what to do',
    description:
      'Looks at the engine, Node.js, the terminal, the manifest and its ports, and at what killed runs have left, and says what to do where something is wrong. Changes nothing, and works without an engine and without a manifest.',
    args: [],
    options: [...stack, 'json'],
    examples: [
      { line: 'devstack doctor', does: 'of this machine, and the stack of this folder' },
      { line: 'devstack doctor --json', does: 'for a program, or a report of a problem' },
    ],
    exits: [
      exits.ok('nothing stops "up"; some things may disturb it'),
      exits.usage,
      exits.manifest,
      { code: 4, when: 'there is no engine, or it can take nothing more' },
      { code: 5, when: 'a port of the stack is taken' },
    ],
    load: async () => (await import('../handlers/doctor.ts')).doctor,
  },
];
