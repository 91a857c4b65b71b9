import type { Command } from '../command.ts';
import { exits, stack } from './common.ts';

export const test: Command = {
  name: 'test',
  summary: 'run a command against a stack of its own',
  description:
    'Brings up a stack that shares neither names nor ports nor data with any other, waits until it is ready, runs the ' +
    'command with the addresses of its units in the environment, and removes the stack with its data, whatever happens. ' +
    'The command finds DEVSTACK_PROJECT, and of each unit DEVSTACK_<UNIT>_HOST, _PORT and _URL (_PORT_5432 and the like ' +
    'where it has several), and what the manifest says under test.environment.',
  args: [{ usage: '<command...>', summary: 'a program and its arguments, best after "--"' }],
  passesOn: true,
  options: [...stack, 'through', 'keep', 'reuse', 'shards', 'artifacts', 'ui', 'noColor'],
  examples: [
    { line: 'devstack test -- npx vitest run', does: 'the whole stack, then the tests' },
    { line: 'devstack test --through backend -- npm test', does: 'no further than the stage "backend"' },
    { line: "devstack test --keep -- sh -c 'curl -f $DEVSTACK_API_URL'", does: 'leave the stack to look at it' },
    { line: 'devstack test --reuse -- npx vitest', does: 'again and again on one stack' },
    {
      line: "devstack test --shards 2 -- sh -c 'npx vitest run --shard=$DEVSTACK_SHARD/$DEVSTACK_SHARDS'",
      does: 'each half of the tests on a stack of its own',
    },
    {
      line: 'devstack test --artifacts out -- npm test',
      does: 'logs, events and steps of the stack, if something fails',
    },
  ],
  exits: [
    { code: 0, when: 'the command ended with 0; else its own code, and 128 + n where signal n ended it' },
    exits.usage,
    exits.manifest,
    exits.engine,
    { code: 5, when: 'the stack did not become ready, and the command was not run' },
    { code: 6, when: 'the command ended with 0, and something of the stack could not be removed' },
    { code: 126, when: 'the command is no program that can be run' },
    { code: 127, when: 'there is no such command' },
    { code: 130, when: 'interrupted before the command was run' },
  ],
  load: async () => (await import('../handlers/test.ts')).test,
};
