import { describe, expect } from 'vitest';
import { database } from './support/database.ts';
import { devstack, start } from './support/devstack.ts';
import { endOf } from './support/engine.ts';
import { manifestFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

/** A migration that writes down that it ran, and ends with the code that it finds in the database, once there is one. */
const manifest = `
name: any
services:${database}
jobs:
  migrate:
    from: db
    environment: { PGHOST: db }
    depends_on: [db]
    command:
      - sh
      - -c
      - |
        psql -c "CREATE TABLE IF NOT EXISTS runs (at timestamp)" -c "INSERT INTO runs VALUES (now())"
        until code=$$(psql -At -c "SELECT code FROM ending"); do sleep 0.1; done
        exit $$code
`;

/** A stack whose devstack was killed in the middle of the migration. */
async function killedStack() {
  const project = testProject();
  const sql = async (text: string) =>
    (await devstack(['-p', project, 'exec', 'db', 'psql', '-At', '-c', text])).stdout.trim();
  const args = ['up', '-d', '-f', await manifestFolder(manifest), '-p', project];
  const run = start(args);
  await run.wrote(/migrate +started/);
  run.child.kill('SIGKILL');
  await run.ended;
  return {
    project,
    up: () => start(args),
    /** Lets the migration end with this code. */
    letEnd: (code: number) => sql(`CREATE TABLE ending AS SELECT ${code} AS code`),
    ran: () => sql('SELECT count(*) FROM runs'),
  };
}

describe('after devstack was killed in the middle of a migration, the next "up"', () => {
  withEngine('finds that it has ended well meanwhile, and does not run it twice', async () => {
    const { project, up, letEnd, ran } = await killedStack();
    await letEnd(0);
    await endOf(project, 'migrate');
    expect(await up().ended).toMatchObject({ exitCode: 0 });
    expect(await ran()).toBe('1');
  });

  withEngine('finds that it has failed meanwhile, and does not run it twice; the one after that does', async () => {
    const { project, up, letEnd, ran } = await killedStack();
    await letEnd(3);
    await endOf(project, 'migrate');
    const failed = await up().ended;
    expect(failed).toMatchObject({ exitCode: 5 });
    expect(failed.stdout).toMatch(/ended with exit code 3, after the run that had started it was gone/);
    expect(await ran()).toBe('1');
    await up().ended;
    expect(await ran()).toBe('2');
  });

  withEngine('follows it where it still runs, until it ends well', async () => {
    const { up, letEnd, ran } = await killedStack();
    const second = up();
    await second.wrote(/migrate +runs already, taken over/);
    await letEnd(0);
    expect(await second.ended).toMatchObject({ exitCode: 0 });
    expect(await ran()).toBe('1');
  });

  withEngine('follows it where it still runs, until it fails', async () => {
    const { up, letEnd, ran } = await killedStack();
    const second = up();
    await second.wrote(/migrate +runs already, taken over/);
    await letEnd(3);
    expect(await second.ended).toMatchObject({ exitCode: 5, stdout: expect.stringContaining('exit code 3') });
    expect(await ran()).toBe('1');
  });
});
