import { expect } from 'vitest';
import { devstack } from './support/devstack.ts';
import { containersOf } from './support/engine.ts';
import { composeFolder, testProject } from './support/project.ts';
import { interruptsAndLeaves } from './support/shell-in-terminal.ts';
import { openTerminal } from './support/terminal.ts';
import { withTerminal } from './support/with-engine.ts';

const stack = `
services:
  app: { image: "busybox:1.36", init: true, command: "sleep 1000" }
`;

withTerminal(
  'exec gives a shell of the container this terminal, its size and its keys, and then gives it back',
  async () => {
    const project = testProject();
    const folder = await composeFolder(stack);
    await devstack(['-f', folder, '-p', project, 'up', '-d']);
    const terminal = await openTerminal();
    terminal.devstack(['-f', folder, '-p', project, 'exec', 'app', 'sh']);
    await terminal.shows(/^\/ #$/m);
    terminal.press(
      'until echo size $(stty size 2>&1) | grep [1-9]; do :; done; test -t 0 && echo is a terminal',
      'Enter',
    );
    await terminal.shows(/size 24 80[\s\S]*is a terminal/);
    await interruptsAndLeaves(terminal);
  },
);

withTerminal('run gives its command this terminal, and removes the container afterwards', async () => {
  const project = testProject();
  const folder = await composeFolder(stack);
  const terminal = await openTerminal();
  terminal.devstack(['-f', folder, '-p', project, 'run', '--rm', 'app', 'sh']);
  await terminal.shows(/^\/ #$/m);
  terminal.press('test -t 0 && echo is a terminal; exit 4', 'Enter');
  expect(await terminal.exitCode()).toBe(4);
  expect(terminal.screen()).toMatch(/^is a terminal/m);
  const { before, after } = terminal.settings();
  expect(after).toBe(before);
  expect([...(await containersOf(project)).keys()]).toEqual([]);
});

withTerminal('the terminal is given back when exec is ended from outside', async () => {
  const project = testProject();
  const folder = await composeFolder(stack);
  await devstack(['-f', folder, '-p', project, 'up', '-d']);
  const terminal = await openTerminal();
  terminal.devstack(['-f', folder, '-p', project, 'exec', 'app', 'sh']);
  await terminal.shows(/^\/ #$/m);
  terminal.signal('SIGTERM');
  expect(await terminal.exitCode()).toBe(130);
  const { before, after } = terminal.settings();
  expect(after).toBe(before);
});
