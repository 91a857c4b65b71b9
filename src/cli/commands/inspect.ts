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
    summary: 'print the JSON Schema of manifests or of events',
    description:
      'Prints a JSON Schema with which editors complete and check a devstack.yaml or a Compose file, or with "events" that of the lines which --ui json writes.',
    args: [{ usage: '[what]', summary: '"manifest" (default) or "events"' }],
    options: ['dialect', 'output'],
    examples: [
      { line: 'devstack schema -o devstack.schema.json', does: 'for an editor' },
      { line: 'devstack schema --dialect compose', does: 'for Compose files with x-devstack' },
      { line: 'devstack schema events', does: 'for a program that reads devstack up --ui json' },
    ],
    exits: [exits.ok('printed'), exits.usage],
    load: async () => (await import('../handlers/schema.ts')).schema,
  },
  {
    name: 'graph',
    summary: 'print which units wait for which',
    description:
      'Prints stages, their units and what waits for each, as a tree or for Mermaid or Graphviz. Contacts nothing.',
    args: units,
    options: [...stack, 'through', 'formatGraph', 'output'],
    examples: [
      { line: 'devstack graph', does: 'as a tree' },
      { line: 'devstack graph --format mermaid', does: 'for a README' },
      {
        line: 'devstack graph --format dot -o api.dot api',
        does: 'only api and what it needs',
      },
    ],
    exits: [exits.ok('printed'), exits.usage, exits.manifest],
    load: async () => (await import('../handlers/graph.ts')).graph,
  },
  {
    name: 'init',
    summary: 'write a devstack.yaml, from a Compose file if there is one',
    description:
      'Writes a devstack.yaml beside the Compose file of this folder, with stages and jobs as they follow from it and with all of its comments; without a Compose file a small example. With --from-stages it has the stages and services of a pipeline, and says what of them is still to be filled in.',
    args: [],
    options: ['file', 'envFile', 'fromStages', 'dryRun', 'overwrite'],
    examples: [
      { line: 'devstack init --dry-run', does: 'only look at it' },
      { line: 'devstack init -f docker/compose.yaml', does: 'from a file in another folder' },
      { line: 'devstack init --from-stages stages.json', does: 'with the stages of a pipeline' },
    ],
    exits: [exits.ok('written'), exits.usage, exits.manifest],
    load: async () => (await import('../handlers/init.ts')).init,
  },
];
