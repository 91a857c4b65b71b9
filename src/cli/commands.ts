import type { Command } from './command.ts';
import { containers } from './commands/containers.ts';
import { images } from './commands/images.ts';
import { inspect } from './commands/inspect.ts';
import { jobs } from './commands/jobs.ts';
import { lifecycle } from './commands/lifecycle.ts';
import { look } from './commands/look.ts';
import { completing, setUp } from './commands/set-up.ts';
import { stages } from './commands/stages.ts';
import { test } from './commands/test.ts';
import { attach, create, down, scale, up } from './commands/up.ts';

const under = (group: string, commands: readonly Command[]): readonly Command[] =>
  commands.map((command) => ({ ...command, group }));

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  ...under('The whole stack', [up, attach, down, test, create, scale]),
  ...under('Look', look),
  ...under('The manifest', [...inspect, stages]),
  ...under('Units', [...lifecycle, jobs]),
  ...under('In a container', containers),
  ...under('Images', images),
  ...under('This machine', [...setUp, completing(() => commands)]),
];
