import { describe, expect } from 'vitest';
import { endOf } from '../support/engine.ts';
import { withEngine } from '../support/with-engine.ts';
import { type Migrations, type SqlStack, sqlStack, tables, tablesIn } from './sql-stack.ts';

/** Its way back waits until the database says that it may go on, and leaves a row each time. */
const gate =
  "do $$ begin while not exists (select from pg_class where relname = 'gate') loop perform pg_sleep(0.02); end loop; end $$;";

const withGate: Migrations = {
  ...tables(1, 2),
  '3_table.sql': { up: 'create table t3 (id int);', down: `${gate}\ninsert into t1 values (1);\ndrop table t3;` },
};

/** Up to the third, with the files of the last ones gone. */
async function ahead(migrations: Migrations): Promise<SqlStack> {
  const stack = await sqlStack('down');
  await stack.checkOut(migrations);
  await stack.up();
  await stack.checkOut(tables(1));
  return stack;
}

describe('a rollback that fails', () => {
  const broken = {
    ...tables(1, 2, 3),
    '2_table.sql': { up: 'create table t2 (id int);', down: 'drop table nothing;' },
  };

  withEngine('in the middle leaves the ledger as it was, and is tried again', async () => {
    const stack = await ahead(broken);
    const { exitCode, stdout } = await stack.run('up', '-d');
    expect(exitCode).toBe(5);
    expect(stdout).toContain('table "nothing" does not exist');
    expect(stdout).toMatch(/what is applied now is not known.*the next "devstack up" tries again/);
    expect(await tablesIn(stack)).toBe('t1 t2');

    expect(await stack.plan()).toContain(
      'a rollback did not end well, so that it is not known what is applied; down by 2: 3_table.sql, 2_table.sql',
    );
  });

  withEngine('is followed by what the job makes of it, where its files are there again', async () => {
    const stack = await ahead(broken);
    await stack.run('up', '-d');
    await stack.checkOut(broken);
    await stack.up();

    expect(await tablesIn(stack)).toBe('t1 t2 t3');
    expect(await stack.up()).toContain('nothing changed');
  });
});

describe('a rollback in the middle of which devstack is killed', () => {
  withEngine('goes on in the engine, and counts once it has ended', async () => {
    const stack = await killedInRollback();
    await stack.query('create table gate as select 1');
    await endOf(stack.project, 'migrate');
    await stack.up();

    expect(await tablesIn(stack)).toBe('t1');
    expect(await stack.query('select count(*) from t1')).toBe('1');
    expect(await stack.up()).toContain('nothing changed');
    await stack.checkOut(tables(1, 2));
    expect(await stack.plan()).toContain('up: 1 new file 2_table.sql');
  });

  withEngine('is taken over while it goes on', async () => {
    const stack = await killedInRollback();
    const run = stack.start('up', '-d');
    await run.wrote(/migrate +runs already, taken over/);
    await stack.query('create table gate as select 1');

    expect(await run.ended).toMatchObject({ exitCode: 0 });
    expect(await tablesIn(stack)).toBe('t1');
    expect(await stack.query('select count(*) from t1')).toBe('1');
  });
});

async function killedInRollback(): Promise<SqlStack> {
  const stack = await ahead(withGate);
  const run = stack.start('up', '-d');
  await run.wrote(/migrate +started/);
  run.child.kill('SIGKILL');
  await run.ended;
  return stack;
}
