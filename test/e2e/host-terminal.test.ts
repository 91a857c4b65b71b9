import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { devstack } from './support/devstack.ts';
import { manifestFolder, testProject } from './support/project.ts';
import { interrupts, interruptsAndLeaves } from './support/shell-in-terminal.ts';
import { hasTmux, openTerminal } from './support/terminal.ts';

const manifest = `
services:
  app: { process: { command: sleep 1000, environment: { COLOR: teal } } }
`;

async function runningApp() {
  const state = await mkdtemp(join(tmpdir(), 'devstack-state-'));
  const environment = { XDG_STATE_HOME: state, DOCKER_HOST: 'unix:///nonexistent/docker.sock', PS1: 'here> ' };
  const project = testProject();
  const folder = await manifestFolder(manifest);
  onTestFinished(async () => {
    await devstack(['down', '-v', '-p', project], environment);
    await rm(state, { recursive: true });
  });
  await devstack(['-f', folder, '-p', project, 'up', '-d'], environment);
  return { environment, args: ['-f', folder, '-p', project], terminal: await openTerminal() };
}

const withTmux = test.runIf(hasTmux || process.env.CI);

withTmux(
  'exec gives a shell beside a process of this machine the terminal, Ctrl-C too, and then gives it back',
  async () => {
    const { environment, args, terminal } = await runningApp();
    terminal.devstack([...args, 'exec', 'app', 'sh'], environment);
    await terminal.shows(/^here>$/m);
    terminal.press('test -t 0 && echo is a $COLOR terminal', 'Enter');
    await terminal.shows(/is a teal terminal/);
    await interruptsAndLeaves(terminal);
  },
);

withTmux('run gives a new process of a unit the terminal, and passes its exit code on', async () => {
  const { environment, args, terminal } = await runningApp();
  terminal.devstack([...args, 'run', '--rm', 'app', 'sh'], environment);
  await terminal.shows(/^here>$/m);
  terminal.press('test -t 0 && echo is a $COLOR terminal', 'Enter');
  await terminal.shows(/is a teal terminal/);
  await interrupts(terminal);
  terminal.press('exit 4', 'Enter');
  expect(await terminal.exitCode()).toBe(4);
  const { before, after } = terminal.settings();
  expect(after).toBe(before);
});

withTmux('the key E opens the shell of whoever is there, beside a process of this machine', async () => {
  const { environment, args, terminal } = await runningApp();
  terminal.devstack([...args, 'up'], { ...environment, SHELL: '/bin/sh' });
  await terminal.shows(/1\/1 ready/);
  terminal.press('E');
  await terminal.shows(/^here>$/m);
  terminal.press('C-c');
  terminal.press('echo $COLOR shell', 'Enter');
  await terminal.shows('teal shell');
  terminal.press('exit', 'Enter');
  await terminal.shows(/1\/1 ready/);
  terminal.press('d');
  expect(await terminal.exitCode()).toBe(0);
});
