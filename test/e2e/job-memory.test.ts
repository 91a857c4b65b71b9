import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { database } from './support/database.ts';
import { devstack } from './support/devstack.ts';
import { removeUnit, removeVolume } from './support/engine.ts';
import { testFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

/** PostgreSQL, a migration that applies files and a seed; each writes down in the database that it ran. */
const manifest = `
name: any
services:${database}
    volumes: ["data:/var/lib/postgresql/data"]
jobs:
  migrate:
    from: db
    environment: { PGHOST: db }
    volumes: ["./migrations:/migrations:ro"]
    inputs: [migrations/*.sql]
    command: ["sh", "-ec", "for file in /migrations/*.sql; do psql -v ON_ERROR_STOP=1 -f $$file; done"]
    depends_on: [db]
  seed:
    from: db
    environment: { PGHOST: db }
    command: ["psql", "-v", "ON_ERROR_STOP=1", "-c", "INSERT INTO runs VALUES ('seed')"]
    depends_on: [migrate]
volumes: { data: {} }
`;

async function migratedStack() {
  const [folder, project] = [await testFolder(), testProject()];
  const migration = (name: string, sql: string) => writeFile(join(folder, 'migrations', name), sql);
  await writeFile(join(folder, 'devstack.yaml'), manifest);
  await mkdir(join(folder, 'migrations'));
  await migration('001.sql', "CREATE TABLE IF NOT EXISTS runs (job text); INSERT INTO runs VALUES ('migrate');");
  const stack = ['-f', folder, '-p', project];
  const query =
    "SELECT string_agg(line, ', ' ORDER BY line) FROM (SELECT job || ' ' || count(*) AS line FROM runs GROUP BY job) AS lines";
  return {
    folder,
    project,
    migration,
    up: async () => (await devstack(['up', '-d', ...stack])).stdout,
    plan: async () => (await devstack(['plan', ...stack])).stdout,
    /** how often each job ran on the data that is there now */
    ran: async () => (await devstack(['-p', project, 'exec', 'db', 'psql', '-At', '-c', query])).stdout.trim(),
  };
}

describe('what is remembered of jobs on PostgreSQL', () => {
  withEngine('is tied to its volume: once that was removed both run again without being told', async () => {
    const { project, up, plan, ran } = await migratedStack();
    await up();
    expect(await ran()).toBe('migrate 1, seed 1');

    await removeUnit(project, 'db');
    await removeVolume(`${project}_data`);
    expect(await plan()).toMatch(/migrate .*— run: the data of db is new/);
    await up();
    expect(await ran()).toBe('migrate 1, seed 1');
  });

  withEngine('does not mind a comment, a file that is none of its inputs, or a container made anew', async () => {
    const { folder, project, up, ran } = await migratedStack();
    await up();
    await appendFile(join(folder, 'devstack.yaml'), '# about nothing\n');
    await writeFile(join(folder, 'notes.md'), 'about nothing either');
    expect(await up()).toContain('nothing changed');

    await devstack(['down', '-p', project]);
    expect(await up()).toMatch(/migrate +cached/);
    expect(await ran()).toBe('migrate 1, seed 1');
  });

  withEngine('minds a migration that was added, and then runs that job alone and says why', async () => {
    const { up, plan, ran, migration } = await migratedStack();
    await up();
    await migration('002.sql', 'CREATE TABLE IF NOT EXISTS teapots (name text);');
    expect(await plan()).toMatch(/run: inputs:\s+migrations\/002\.sql added/);
    await up();
    expect(await ran()).toBe('migrate 2, seed 1');
    expect(await up()).toContain('nothing changed');
  });
});
