import type { Command } from '../command.ts';
import { exits, stack, units } from './common.ts';

const usual = [exits.usage, exits.manifest, exits.engine];

/** Commands about images. */
export const images: readonly Command[] = [
  {
    name: 'build',
    summary: 'build the images of units',
    description: 'Builds the images of all units that have a "build", or of those named.',
    args: units,
    options: [...stack, 'noCache', 'pullBase', 'buildArg', 'push', 'quiet'],
    examples: [
      { line: 'devstack build', does: 'all of them' },
      { line: 'devstack build --no-cache api', does: 'api, every step anew' },
    ],
    exits: [exits.ok('they are built'), ...usual, { code: 5, when: 'a build failed' }],
    load: async () => (await import('../handlers/images-work.ts')).build,
  },
  {
    name: 'pull',
    summary: 'fetch the images of units',
    description: 'Fetches the images of all units that are not built here, or of those named.',
    args: units,
    options: [...stack, 'ignorePullFailures', 'includeDeps', 'policy', 'quiet'],
    examples: [{ line: 'devstack pull', does: 'the newest of each' }],
    exits: [exits.ok('they are here'), ...usual, { code: 5, when: 'one could not be had' }],
    load: async () => (await import('../handlers/images-work.ts')).pull,
  },
  {
    name: 'push',
    summary: 'send built images to their registry',
    description: 'Sends the images of all units that have a "build", or of those named, to their registry.',
    args: units,
    options: [...stack, 'quiet'],
    examples: [{ line: 'devstack push api', does: 'the image of api' }],
    exits: [exits.ok('they are sent'), ...usual, { code: 5, when: 'one could not be sent' }],
    load: async () => (await import('../handlers/images-work.ts')).push,
  },
  {
    name: 'images',
    summary: 'list the images of the containers',
    description: 'Lists the images that the containers of the stack were made from.',
    args: units,
    options: [...stack, 'quiet', 'format', 'json'],
    examples: [{ line: 'devstack images', does: 'as a table' }],
    exits: [exits.ok('listed'), ...usual],
    load: async () => (await import('../handlers/images.ts')).images,
  },
];
