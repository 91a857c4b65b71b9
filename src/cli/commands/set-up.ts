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
  {
    name: 'completion',
    summary: 'print what makes a shell complete commands, options and names',
    description:
      'Prints a script for Bash, Zsh or fish, with which Tab completes commands, options and their values, and the units, stages, jobs and profiles of the stack.',
    args: [{ usage: '<shell>', summary: 'bash, zsh or fish', choices: ['bash', 'zsh', 'fish'] }],
    options: [],
    examples: [
      { line: 'devstack completion bash', does: 'in ~/.bashrc: eval "$(devstack completion bash)"' },
      { line: 'devstack completion zsh', does: 'in ~/.zshrc, after compinit: eval "$(devstack completion zsh)"' },
      { line: 'devstack completion fish', does: 'in ~/.config/fish/config.fish: devstack completion fish | source' },
    ],
    exits: [exits.ok('printed'), exits.usage],
    load: async () => (await import('../handlers/completion.ts')).completion,
  },
];

/** What completion scripts ask, of `all` commands, itself among them. */
export const completing = (all: () => readonly Command[]): Command => ({
  name: '__complete',
  isHidden: true,
  summary: 'answer a completion script',
  description: 'Prints what the last word of a command line may become. For the scripts of "devstack completion".',
  args: [{ usage: '<words...>', summary: '"words" and the words up to the cursor, or "bash" and the line' }],
  passesOn: true,
  options: [],
  examples: [{ line: 'devstack __complete words up --det', does: 'what --det may become' }],
  exits: [exits.ok('answered, also where there is nothing')],
  load: async () => (await import('../handlers/complete.ts')).completeWith(all()),
});
