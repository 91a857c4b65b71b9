import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { processesWith } from '../engine/process/support/in-folder.ts';
import { devstack, fixtures } from './support/devstack.ts';
import { containersOf } from './support/engine.ts';
import { freePort, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

/** fixtures/quickstart on a machine with an engine. */
async function quickstart() {
  const state = await mkdtemp(join(tmpdir(), 'devstack-state-'));
  const project = testProject();
  const [WEB_PORT, API_PORT, DB_PORT] = [await freePort(), await freePort(), await freePort()];
  const environment = { XDG_STATE_HOME: state, WEB_PORT, API_PORT, DB_PORT };
  const run = (...args: readonly string[]) =>
    devstack(['-f', join(fixtures, 'quickstart'), '-p', project, ...args], environment);
  onTestFinished(async () => {
    await run('down', '-v');
    await rm(state, { recursive: true });
  });
  const rows = async (): Promise<unknown> => await (await fetch(`http://127.0.0.1:${WEB_PORT}/rows.json`)).json();
  return { project, run, rows };
}

withEngine('the API of the quick start is worked on here, while its database and its page stay in Docker', async () => {
  const { project, run, rows } = await quickstart();
  expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
  const before = await containersOf(project);
  const moved = await run('up', '-d', '--local', 'api');
  expect(moved).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/migrate +cached[\s\S]*seed +cached/) });
  const after = await containersOf(project);
  expect([...after.keys()]).not.toContain('api');
  expect(after.get('db')).toEqual(before.get('db'));
  expect(await rows()).toHaveLength(9);
  expect(await run('down')).toMatchObject({ exitCode: 0 });
  expect(processesWith(`DEVSTACK_INSTANCE=${project}/`)).toEqual([]);
});
