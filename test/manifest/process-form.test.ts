import { describe, expect, it } from 'vitest';
import { loadUnit } from './load-text.ts';

const cases: readonly (readonly [key: string, form: object, line: string])[] = [
  ['a command that is split into words', { command: ['npm', 'run', 'a b'] }, `process: { command: npm run 'a b' }`],
  ['a list', { command: ['npm', 'start'] }, 'process: { command: [npm, start] }'],
  ['a line for the usual shell', { command: ['/bin/sh', '-c', 'a | b'] }, 'process: { command: "a | b", shell: true }'],
  ['a line for another shell', { command: ['bash', '-c', 'a'] }, 'process: { command: a, shell: bash }'],
  ["the container's command where it has none", { command: ['serve'] }, 'command: serve\nprocess: {}'],
  [
    'a signal and variables',
    { stopSignal: 'SIGINT', environment: new Map([['PORT', '3000']]) },
    'process: { command: a, stop_signal: SIGINT, environment: { PORT: 3000 } }',
  ],
];

describe('the host form of a unit', () => {
  it.each(cases)('is %s', async (_, form, line) => {
    expect((await loadUnit('service', line)).process).toMatchObject(form);
  });

  it('runs in a folder that counts from its file', async () => {
    expect((await loadUnit('service', 'process: { command: a, working_dir: web }')).process?.workingDir).toMatch(
      /\/project[^/]*\/web$/,
    );
  });
});
