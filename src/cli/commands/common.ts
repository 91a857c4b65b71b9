import type { Argument } from '../command.ts';

/** How commands end, in the words of their help. */
export const exits = {
  ok: (when: string) => ({ code: 0, when }),
  usage: { code: 2, when: 'the command line is wrong' },
  manifest: { code: 3, when: 'the manifest has errors' },
  engine: { code: 4, when: 'the engine does not answer, or refuses' },
  unit: { code: 5, when: 'a unit failed' },
  teardown: { code: 6, when: 'something could not be stopped' },
  interrupted: { code: 130, when: 'interrupted' },
} as const;

/** Options that say which stack is meant; `-f` is free in these commands. */
export const stack: readonly string[] = ['file', 'projectName', 'projectDirectory', 'profile', 'envFile'];

/** The same where `-f` or `-p` means something else after the command. */
export const stackBefore: readonly string[] = ['profile', 'envFile', 'projectDirectory'];

/** Units, all where none is named. */
export const units: readonly Argument[] = [
  { usage: '[unit...]', summary: 'names of services and jobs; all where none is named' },
];
