import { describe, expect } from 'vitest';
import { fixtures } from './support/devstack.ts';
import { containersOf } from './support/engine.ts';
import { freePort, manifestFolder, testProject } from './support/project.ts';
import { openTerminal, type Terminal } from './support/terminal.ts';
import { withTerminal } from './support/with-engine.ts';

const screenOpen = { alternateScreen: true, cursor: false };
const screenClosed = { alternateScreen: false, cursor: true };

/** The terminal is as it was before: screen, cursor, echo and all its settings. */
function expectRestored(terminal: Terminal): void {
  expect(terminal.modes()).toEqual(screenClosed);
  const { before, after } = terminal.settings();
  expect(after).toBe(before);
  expect(before).toMatch(/ echo /);
}

const waiting = `
name: any
stages: [data, app]
services:
  db: { stage: data, image: "busybox:1.36", init: true, command: ["sleep", "1000"] }
  api:
    stage: app
    image: busybox:1.36
    init: true
    command: ["sleep", "1000"]
    ready: { exec: ["test", "-f", "/never"] }
    depends_on: { db: { condition: started } }
`;

/** What has Node run this before the program. */
const preloaded = (script: string): string =>
  `--import=data:text/javascript,${encodeURIComponent(script).replaceAll("'", '%27')}`;

/** A stack whose api is never ready, on the screen up to there. */
async function untilApiWaits(environment = {}): Promise<{ readonly terminal: Terminal; readonly project: string }> {
  const project = testProject();
  const terminal = await openTerminal();
  terminal.devstack(['up', '-f', await manifestFolder(waiting), '-p', project], environment);
  await terminal.shows(/api +try \d/);
  expect(terminal.modes()).toEqual(screenOpen);
  return { terminal, project };
}

describe('in a terminal', () => {
  withTerminal('the shop comes up on a screen that keys move about in, and that goes when it is left', async () => {
    const project = testProject();
    const terminal = await openTerminal();
    terminal.devstack(['up', '-f', `${fixtures}/shop`, '-p', project], { WEB_PORT: await freePort() });

    // Whoever looks late sees a later one; the last is over in no time.
    await terminal.shows(/starting · stage [1-3]\/4 [\s\S]*web +← /);
    await terminal.shows(/✓ ready after .* 6\/6 ready/);
    expect(terminal.modes()).toEqual(screenOpen);
    for (const row of [/1 data +✓/, /✓ migrate +exit 0/, /✓ web +:\d+/]) await terminal.shows(row);

    terminal.press('Home');
    await terminal.shows(/▸ ✓ db/);
    terminal.press('j');
    await terminal.shows(/▸ ✓ cache/);
    terminal.press('Enter');
    await terminal.shows(/LOGS cache/);
    terminal.press('?');
    await terminal.shows(/unit above/);
    terminal.press('?');
    await terminal.shows(/▸ ✓ cache/);
    terminal.press('q');
    await terminal.shows(/stop what this run started/);
    terminal.press('s');

    expect(await terminal.exitCode()).toBe(0);
    expectRestored(terminal);
    await terminal.shows(new RegExp(`${project} is stopped`));
    const running = [...(await containersOf(project)).values()].filter((one) => one.running);
    expect(running).toEqual([]);
  });

  withTerminal('Ctrl-C before everything is ready stops it, and the shell goes on as before', async () => {
    const { terminal, project } = await untilApiWaits();
    terminal.press('C-c');
    expect(await terminal.exitCode()).toBe(130);
    expectRestored(terminal);
    await terminal.shows(/was stopped before it was ready/);
    expect((await containersOf(project)).get('db')).toMatchObject({ running: false });
  });

  withTerminal('SIGTERM does the same', async () => {
    const { terminal, project } = await untilApiWaits();
    terminal.signal('SIGTERM');
    expect(await terminal.exitCode()).toBe(130);
    expectRestored(terminal);
    expect((await containersOf(project)).get('api')).toMatchObject({ running: false });
  });

  withTerminal('SIGHUP leaves the stack running', async () => {
    const { terminal, project } = await untilApiWaits();
    terminal.signal('SIGHUP');
    expect(await terminal.exitCode()).toBe(0);
    expectRestored(terminal);
    for (const unit of ['db', 'api']) expect((await containersOf(project)).get(unit)).toMatchObject({ running: true });
  });

  withTerminal('so does "d"', async () => {
    const { terminal, project } = await untilApiWaits();
    terminal.press('d');
    expect(await terminal.exitCode()).toBe(0);
    expectRestored(terminal);
    expect((await containersOf(project)).get('db')).toMatchObject({ running: true });
  });

  withTerminal('a bug of devstack is told below what was there before, not on the screen that goes away', async () => {
    const { terminal } = await untilApiWaits({
      NODE_OPTIONS: preloaded('process.once("SIGUSR2", () => { throw new TypeError("oops"); });'),
    });
    terminal.signal('SIGUSR2');
    expect(await terminal.exitCode()).toBe(70);
    expectRestored(terminal);
    await terminal.shows(/devstack ran into a bug of its own/);
    await terminal.shows(/TypeError: oops/);
  });

  withTerminal('so is one in the moment in which the screen opens, before it takes keys', async () => {
    const terminal = await openTerminal();
    const script = `const { stdout } = process; const { write } = stdout;
      stdout.write = function (text, ...rest) {
        if (String(text).includes("?1049h")) setImmediate(() => { throw new TypeError("too early"); });
        return write.call(this, text, ...rest);
      };`;
    const folder = await manifestFolder(waiting);
    terminal.devstack(['up', '-f', folder, '-p', testProject()], { NODE_OPTIONS: preloaded(script) });
    expect(await terminal.exitCode()).toBe(70);
    expectRestored(terminal);
    await terminal.shows(/TypeError: too early/);
  });
});
