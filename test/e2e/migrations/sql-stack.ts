import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { devstack, type Ended, type Running, start } from '../support/devstack.ts';
import { manifestFolder, testProject } from '../support/project.ts';

/** Applies plain SQL files with psql, and takes them back by what stands below "-- down" in each. */
const tool = `
set -eu
echo "$DEVSTACK_MIGRATION_DIRECTION from '$DEVSTACK_MIGRATION_FROM' to '$DEVSTACK_MIGRATION_TO' by $DEVSTACK_MIGRATION_COUNT"
sql() { psql -qtA -v ON_ERROR_STOP=1 "$@"; }
case $DEVSTACK_MIGRATION_DIRECTION in
up)
  sql -c 'set client_min_messages to error; create table if not exists applied (name text primary key)'
  for file in /db/migrations/*.sql; do
    name=$(basename "$file")
    test "$name" != '*.sql' || continue
    test -z "$(sql -c "select 1 from applied where name = '$name'")" || continue
    sed '/^-- down$/,$d' "$file" > /tmp/up.sql
    sql -1 -f /tmp/up.sql -c "insert into applied values ('$name')"
  done ;;
down)
  for name in $(sql -c "select name from applied order by name desc limit $DEVSTACK_MIGRATION_COUNT"); do
    sed '1,/^-- down$/d' "/db/migrations/$name" > /tmp/down.sql
    sql -1 -f /tmp/down.sql -c "delete from applied where name = '$name'"
  done ;;
esac
`;

/** The database whose data the migrations of these stacks change. */
export const database = `volumes: { data: {} }
services:
  db:
    image: postgres:15
    environment: { POSTGRES_HOST_AUTH_METHOD: trust }
    volumes: ["data:/var/lib/postgresql/data"]
`;

const manifest = (onRollback: string): string => `
${database}jobs:
  migrate:
    image: postgres:15
    environment: { PGHOST: db, PGUSER: postgres }
    volumes: ["./db/migrations:/db/migrations:ro", "./tool.sh:/tool.sh:ro"]
    inputs: [tool.sh]
    command: [bash, /tool.sh]
    depends_on: [db]
    migrations:
      files: db/migrations/*.sql
${onRollback}
`;

/** What `on_rollback` says in a manifest. */
export const rollbacks = {
  nothing: '',
  down: '      on_rollback: down\n      down: [bash, /tool.sh]',
  restore: '      on_rollback: restore',
};

/** Migrations by their name: what makes and what takes back a change. */
export type Migrations = Readonly<Record<string, { readonly up: string; readonly down: string }>>;

/** One table for each number, which its migration makes and takes back. */
export const tables = (...numbers: readonly number[]): Migrations =>
  Object.fromEntries(
    numbers.map((number) => [
      `${number}_table.sql`,
      { up: `create table t${number} (id int);`, down: `drop table t${number};` },
    ]),
  );

/** A stack of PostgreSQL and a job that migrates it with plain SQL files. */
export interface SqlStack {
  readonly project: string;
  readonly folder: string;
  /** Makes these the migrations that are there, as a switch of branches does. */
  checkOut(migrations: Migrations): Promise<void>;
  run(command: string, ...args: readonly string[]): Promise<Ended>;
  start(command: string, ...args: readonly string[]): Running;
  /** Brings it up, which has to succeed; what it wrote. */
  up(...options: readonly string[]): Promise<string>;
  /** What `plan` says, without its line breaks. */
  plan(): Promise<string>;
  /** What the database answers, one row a line. */
  query(sql: string): Promise<string>;
  /** What the job wrote. */
  logs(): Promise<string>;
}

/** Makes the stack's folder; nothing runs yet. */
export async function sqlStack(onRollback: keyof typeof rollbacks): Promise<SqlStack> {
  const folder = await manifestFolder(manifest(rollbacks[onRollback]));
  await writeFile(join(folder, 'tool.sh'), tool);
  return stackIn(folder, testProject(), async (migrations) => {
    const place = join(folder, 'db', 'migrations');
    await rm(place, { recursive: true, force: true });
    await mkdir(place, { recursive: true });
    for (const [name, { up, down }] of Object.entries(migrations)) {
      await writeFile(join(place, name), `${up}\n-- down\n${down}\n`);
    }
  });
}

/** The stack of this folder, with how its migrations get there. */
export function stackIn(folder: string, project: string, checkOut: SqlStack['checkOut']): SqlStack {
  const argsOf = (command: string, args: readonly string[]) => ['--file', folder, '-p', project, command, ...args];
  const run = (command: string, ...args: readonly string[]) => devstack(argsOf(command, args));
  return {
    project,
    folder,
    checkOut,
    run,
    start: (command, ...args) => start(argsOf(command, args)),
    async up(...options) {
      const { exitCode, stdout, stderr } = await run('up', '-d', ...options);
      expect(exitCode, stdout + stderr).toBe(0);
      return stdout;
    },
    async plan() {
      return (await run('plan')).stdout.replace(/\s+/g, ' ');
    },
    async query(sql) {
      const psql = ['psql', '-U', 'postgres', '-qtAc', sql];
      const { stdout, stderr } = await run('exec', '-T', 'db', ...psql);
      expect(stderr).toBe('');
      return stdout.trim();
    },
    logs: async () => (await run('logs', '--no-color', 'migrate')).stdout,
  };
}

/** Names of the tables that migrations have made. */
export const tablesIn = async (stack: SqlStack): Promise<string> =>
  (await stack.query("select tablename from pg_tables where tablename like 't%' order by 1")).split('\n').join(' ');
