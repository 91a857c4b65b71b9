import type { Command } from '../command.ts';
import { exits, stack, units } from './common.ts';

/** Commands that show or write manifests. */
export const inspect: readonly Command[] = [
  {
    name: 'config',
    aliases: ['convert'],
    summary: 'print the manifest as it is understood',
    description:
      'Prints one Compose file that says all that the files come to: with variables replaced and with everything that they extend, include and override. What only devstack knows stands under x-devstack.',
    args: units,
    options: [
      ...stack,
      'formatYaml',
      'quiet',
      'output',
      'services',
      'imageNames',
      'volumeNames',
      'networkNames',
      'profileNames',
      'hash',
    ],
    examples: [
      { line: 'devstack config', does: 'as YAML' },
      { line: 'devstack config --format json api', does: 'only api and what it needs, for a program' },
      { line: 'devstack config --images', does: 'which images there are' },
    ],
    exits: [exits.ok('printed'), exits.usage, exits.manifest],
    load: async () => (await import('../handlers/config.ts')).config,
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of manifests',
    description: 'Prints a JSON Schema with which editors complete and check a devstack.yaml or a Compose file.',
    args: [],
    options: ['dialect', 'output'],
    examples: [
      { line: 'devstack schema -o devstack.schema.json', does: 'for an editor' },
      { line: 'devstack schema --dialect compose', does: 'for Compose files with x-devstack' },
    ],
    exits: [exits.ok('printed'), exits.usage],
    load: async () => (await import('../handlers/schema.ts')).schema,
  },
];
