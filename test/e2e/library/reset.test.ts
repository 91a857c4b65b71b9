import { describe, expect } from 'vitest';
import type { Stack } from '../../../src/index.ts';
import { withEngine } from '../support/with-engine.ts';
import { upSmall } from './small-stack.ts';

const manifest = `
name: e2e-lib
stages: [data, prepare]
services:
  db:
    stage: data
    image: busybox:1.36
    init: true
    command: ["sleep", "infinity"]
    volumes: ["data:/data"]
jobs:
  seed:
    stage: prepare
    image: busybox:1.36
    command: ["sh", "-c", "echo seeded >/data/rows"]
    volumes: ["data:/data"]
    depends_on: [db]
volumes: { data: {} }
`;

const rows = async (stack: Stack): Promise<string> => (await stack.exec('db', ['cat', '/data/rows'])).stdout;

const change = (stack: Stack) => stack.exec('db', ['sh', '-c', 'echo changed >/data/rows']);

describe('a reset', () => {
  withEngine.each([
    ['nothing, where none is asked for', {}, 'changed\n'],
    ['what seed jobs make of the data', { reset: 'seed' }, 'seeded\n'],
    ['the data as it was at first', { reset: 'snapshot' }, 'seeded\n'],
  ] as const)('brings back %s', async (_, options, expected) => {
    const stack = await upSmall(options, manifest);
    await change(stack);
    await stack.reset();
    expect(await rows(stack)).toBe(expected);
  });

  withEngine('can be told by the manifest, and done again and again', async () => {
    const stack = await upSmall({}, `${manifest}test: { reset: snapshot }\n`);
    for (const _ of ['first', 'second']) {
      await change(stack);
      await stack.reset();
      expect(await rows(stack)).toBe('seeded\n');
    }
  });
});
