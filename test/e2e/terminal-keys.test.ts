import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { containersOf, execIn } from './support/engine.ts';
import { manifestFolder, testFolder, testProject } from './support/project.ts';
import { openTerminal, type Terminal } from './support/terminal.ts';
import { withTerminal } from './support/with-engine.ts';

const service = (extra: string) => `{ image: "busybox:1.36", init: true, stop_grace_period: 1s, ${extra} }`;
const stack = `
name: any
stages: [data, app]
services:
  db: ${service('stage: data, command: [sh, -c, "echo database is up; sleep 1000"]')}
  api: ${service('stage: app, command: [sh, -c, "echo api began; while sleep 0.1; do test -f /go && rm /go && seq 1 20000 | sed s/^/request-/; done"]')}
`;

interface Opened {
  readonly terminal: Terminal;
  readonly project: string;
  readonly folder: string;
}

/** A stack on a screen, ready. */
async function ready(text = stack, environment = {}): Promise<Opened> {
  const project = testProject();
  const folder = await manifestFolder(text);
  const terminal = await openTerminal();
  terminal.devstack(['up', '-f', folder, '-p', project], environment);
  await terminal.shows(/2\/2 ready/);
  await terminal.shows(/api began/);
  return { terminal, project, folder };
}

/** An editor that replaces one text by another. */
async function editor(text: string, other: string): Promise<string> {
  const path = join(await testFolder(), 'editor');
  await writeFile(path, `#!/bin/sh\nsed -i 's/${text}/${other}/' "$1"\n`, { mode: 0o755 });
  return path;
}

/** Chooses a unit by its name. */
async function choose(terminal: Terminal, unit: string): Promise<void> {
  terminal.press(':');
  await terminal.shows(/Enter does it/);
  terminal.press('-l', `go to ${unit}`);
  terminal.press('Enter');
  await terminal.shows(new RegExp(`▸ . ${unit}`));
}

const startOf = async (project: string, unit: string) => (await containersOf(project)).get(unit)?.startedAt;

describe('keys of a stack that is up', () => {
  withTerminal('a line that a flood has pushed out is found in what the engine keeps', async () => {
    const { terminal, project } = await ready();
    await execIn(project, 'api', ['touch', '/go']);
    await terminal.shows(/request-20000$/m);
    terminal.press('/');
    await terminal.shows(/Enter finds/);
    terminal.press('-l', 'api beg');
    await terminal.shows(/\/api beg 1 /);
    terminal.press('Enter');
    await terminal.shows(/▸ api began/);
  });

  withTerminal(
    'logs are searched, filtered and shown alone, also those of a flood on a screen that changes',
    async () => {
      const { terminal, project } = await ready();
      await choose(terminal, 'api');
      terminal.press('Tab', 'z');
      await terminal.shows(/^ ALL LOGS/m);
      await execIn(project, 'api', ['touch', '/go']);
      terminal.resize(120, 30);
      terminal.resize(70, 20);
      terminal.resize(100, 28);
      await terminal.shows(/request-20000$/m);
      await terminal.shows(/2000[12] lines/);
      terminal.press('/');
      await terminal.shows(/Enter finds/);
      terminal.press('-l', 'request-1[23]000$');
      terminal.press('Enter');
      await terminal.shows(/▸ request-13000$/m);
      terminal.press('N');
      await terminal.shows(/▸ request-12000$/m);
      terminal.press('&');
      await terminal.shows(/Enter keeps it/);
      terminal.press('-l', '000$');
      terminal.press('Enter', 'End');
      await terminal.shows(/request-19000\n.*request-20000/);
      terminal.press('z');
      await terminal.shows(/1 data +✓/);
    },
  );

  withTerminal('a unit is restarted, and another is left alone', async () => {
    const { terminal, project } = await ready();
    const [db, api] = [await startOf(project, 'db'), await startOf(project, 'api')];
    await choose(terminal, 'api');
    terminal.press('r');
    await expect.poll(() => startOf(project, 'api')).not.toBe(api);
    await terminal.shows(/2\/2 ready/);
    expect(await startOf(project, 'db')).toBe(db);
  });

  withTerminal('a shell in the container has the terminal until it ends', async () => {
    const { terminal, project } = await ready();
    await choose(terminal, 'api');
    terminal.press('E');
    await terminal.shows(/shell in api/);
    terminal.press('-l', 'echo here-$((6 * 7)) $(hostname | wc -c); until stty size 2>&1 | grep "[0-9]"; do :; done');
    terminal.press('Enter');
    await terminal.shows(/here-42 13/);
    // A shell that does not read its line yet would never see the key.
    await terminal.shows(/^24 80\n\/ #$/m);
    terminal.press('C-d');
    await terminal.shows(/▸ ✓ api/);
    expect((await containersOf(project)).get('api')).toMatchObject({ running: true });
  });

  withTerminal('the manifest is edited, and only what it changes is changed, once that is wanted', async () => {
    const { terminal, project, folder } = await ready(stack, { EDITOR: await editor('database is up', 'changed it') });
    const before = await startOf(project, 'api');
    terminal.press('e');
    await terminal.shows(/~ replace +db +.*command/);
    expect(await readFile(join(folder, 'devstack.yaml'), 'utf8')).toContain('changed it');
    terminal.press('y');
    await terminal.shows(/changed it$/m);
    await terminal.shows(/2\/2 ready/);
    expect(await startOf(project, 'api')).toBe(before);
    await writeFile(join(folder, 'devstack.yaml'), 'services: { db: { imag: x } }');
    terminal.press('C-r');
    await terminal.shows(/the manifest has errors: nothing was changed/);
    terminal.press('n');
    await terminal.shows(/ALL LOGS/);
  });

  withTerminal('a stack that is left goes on, and is found again as it was', async () => {
    const { terminal, project, folder } = await ready();
    terminal.press('d');
    expect(await terminal.exitCode()).toBe(0);
    const again = await openTerminal();
    again.devstack(['attach', '-f', folder, '-p', project]);
    await again.shows(/✓ attached +2\/2 ready/);
    await again.shows(/api +│ api began/);
    again.press('q');
    await again.shows(/stop all of the stack/);
    again.press('d');
    expect(await again.exitCode()).toBe(0);
    expect((await containersOf(project)).get('api')).toMatchObject({ running: true });
    expect(again.modes()).toEqual({ alternateScreen: false, cursor: true });
  });

  withTerminal('Ctrl-Z gives the terminal back to the shell, and fg comes back to the screen', async () => {
    const { terminal } = await ready();
    terminal.press('C-z');
    await expect.poll(() => terminal.modes()).toEqual({ alternateScreen: false, cursor: true });
    // The shell, and not devstack on its way out, is to read what comes next.
    await terminal.shows(/Stopped/);
    terminal.press('-l', 'fg');
    terminal.press('Enter');
    await terminal.shows(/2\/2 ready/);
    expect(terminal.modes().alternateScreen).toBe(true);
    terminal.press('?');
    await terminal.shows(/unit above/);
  });
});

withTerminal('a job that failed is run again from its report, and the stack goes on to ready', async () => {
  const text = `
name: any
jobs:
  seed: { image: "busybox:1.36", command: [sh, -c, "test -f /data/ok || { touch /data/ok; echo not yet; exit 3; }"], volumes: ["kept:/data"] }
services:
  api: ${service('command: [sleep, "1000"], depends_on: [seed]')}
volumes: { kept: {} }
`;
  const terminal = await openTerminal();
  terminal.devstack(['up', '-f', await manifestFolder(text), '-p', testProject()]);
  await terminal.shows(/seed +exit 3/);
  await terminal.shows(/blocks +1 not started: api/);
  terminal.press('u');
  await terminal.shows(/ready after .* 2\/2 ready/);
  terminal.press('q');
  await terminal.shows(/stop what this run started/);
  terminal.press('s');
  expect(await terminal.exitCode()).toBe(0);
});
