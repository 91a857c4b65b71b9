import { describe, expect } from 'vitest';
import { removeVolume } from '../support/engine.ts';
import { withEngine } from '../support/with-engine.ts';
import { sqlStack, tables, tablesIn } from './sql-stack.ts';

describe('migrations of plain SQL files', () => {
  withEngine('go up by the files that are new, and not again where nothing is', async () => {
    const stack = await sqlStack('down');
    await stack.checkOut(tables(1, 2));
    await stack.up();
    await stack.checkOut(tables(1, 2, 3, 10));

    expect(await stack.plan()).toContain('run: up: 2 new files 3_table.sql, 10_table.sql');
    await stack.up();
    expect(await stack.logs()).toContain("up from '2_table.sql' to '10_table.sql' by 2");
    expect(await tablesIn(stack)).toBe('t1 t10 t2 t3');
    expect(await stack.up()).toContain('nothing changed');
  });

  withEngine('go back by files that are gone, with the copies of them', async () => {
    const stack = await sqlStack('down');
    await stack.checkOut(tables(1, 2, 3, 4));
    await stack.up();
    await stack.checkOut(tables(1, 2));

    expect(await stack.plan()).toContain('run: down by 2: 4_table.sql, 3_table.sql, with the files that were applied');
    await stack.up();
    expect(await stack.logs()).toContain("down from '4_table.sql' to '2_table.sql' by 2");
    expect(await tablesIn(stack)).toBe('t1 t2');
    expect(await stack.up()).toContain('nothing changed');
    await stack.checkOut(tables(1, 2, 3));
    await stack.up();
    expect(await tablesIn(stack)).toBe('t1 t2 t3');
  });

  withEngine('go back after the stack was taken down in between', async () => {
    const stack = await sqlStack('down');
    await stack.checkOut(tables(1, 2));
    await stack.up();
    await stack.run('down');
    await stack.checkOut({});

    expect(await stack.plan()).toContain('run: down by 2: 2_table.sql, 1_table.sql');
    await stack.up();
    expect(await tablesIn(stack)).toBe('');
  });

  withEngine('that diverged are not touched, and the first file that differs is named', async () => {
    const stack = await sqlStack('down');
    await stack.checkOut(tables(1, 2, 3));
    await stack.up();
    await stack.checkOut({ ...tables(1, 2), '2_table.sql': { up: 'create table t9 (id int);', down: '' } });

    expect(await stack.plan()).toContain(
      'the migrations diverged at 2_table.sql, which was changed after it was applied',
    );
    const { exitCode, stdout } = await stack.run('up', '-d');
    expect(exitCode).toBe(5);
    expect(stdout).toContain('the migrations of job "migrate" diverged at 2_table.sql, which was changed');
    expect(await tablesIn(stack)).toBe('t1 t2 t3');
  });

  withEngine('begin anew where the volume of the database was removed', async () => {
    const stack = await sqlStack('down');
    await stack.checkOut(tables(1, 2, 3));
    await stack.up();
    await stack.run('down');
    await removeVolume(`${stack.project}_data`);
    await stack.checkOut(tables(1, 2));
    await stack.up();

    expect(await stack.logs()).toContain("up from '' to '2_table.sql' by 2");
    expect(await tablesIn(stack)).toBe('t1 t2');
  });

  withEngine('without a way back are told, with the files that are ahead', async () => {
    const stack = await sqlStack('nothing');
    await stack.checkOut(tables(1, 2, 3));
    await stack.up();
    await stack.checkOut(tables(1));

    const { exitCode, stdout } = await stack.run('up', '-d');
    expect(exitCode).toBe(5);
    expect(stdout).toContain(
      'the data of job "migrate" has 2 migrations without a file here: 2_table.sql, 3_table.sql',
    );
    expect(stdout).toContain('"on_rollback"');
    expect(await tablesIn(stack)).toBe('t1 t2 t3');
  });
});
