import { describe, expect } from 'vitest';
import { openTerminal } from '../support/terminal.ts';
import { withEngine, withTerminal } from '../support/with-engine.ts';
import { type SqlStack, sqlStack, tables, tablesIn } from './sql-stack.ts';

/** Updated to the third, with data from before and from after; then the files of the last two are gone. */
async function ahead(): Promise<SqlStack> {
  const stack = await sqlStack('restore');
  await stack.checkOut(tables(1));
  await stack.up();
  await stack.query('insert into t1 values (1), (2)');
  await stack.checkOut(tables(1, 2, 3));
  expect(await stack.up()).toContain('data of job migrate: snapshot taken');
  await stack.query('insert into t1 values (3); insert into t3 values (1)');
  await stack.checkOut(tables(1));
  return stack;
}

describe('a snapshot of data that is ahead', () => {
  withEngine('is put back with all that it holds, and the data goes on from there', async () => {
    const stack = await ahead();
    expect(await stack.plan()).toContain('run: back by 2: 3_table.sql, 2_table.sql, by restoring a snapshot');
    expect(await stack.up('--yes')).toContain('data of job migrate: put back from a snapshot');

    expect(await tablesIn(stack)).toBe('t1');
    expect(await stack.query('select sum(id) from t1')).toBe('3');
    expect(await stack.up()).toContain('nothing changed');
    await stack.checkOut(tables(1, 2));
    await stack.up();
    expect(await tablesIn(stack)).toBe('t1 t2');
  });

  withEngine('is put back and updated by what is there, also after the stack was taken down', async () => {
    const stack = await ahead();
    await stack.run('down');
    await stack.checkOut(tables(1, 2));
    await stack.up('--yes');

    expect(await tablesIn(stack)).toBe('t1 t2');
    expect(await stack.query('select sum(id) from t1')).toBe('3');
  });

  withEngine('is not put back without leave where there is no terminal, and --yes is named', async () => {
    const stack = await ahead();
    const { exitCode, stderr } = await stack.run('up', '-d');

    expect(exitCode).toBe(5);
    expect(stderr).toContain('has 2 migrations without a file here: 2_table.sql, 3_table.sql');
    expect(stderr).toContain('devstack up --yes');
    expect(await tablesIn(stack)).toBe('t1 t2 t3');
  });

  withTerminal('is asked for at a terminal', async () => {
    const stack = await ahead();
    const terminal = await openTerminal();
    terminal.devstack(['--file', stack.folder, '-p', stack.project, 'up', '-d']);
    await terminal.shows(/put back the snapshot from .* ago\?/);
    terminal.press('y', 'Enter');

    expect(await terminal.exitCode()).toBe(0);
    expect(await tablesIn(stack)).toBe('t1');
  });

  withEngine('does not exist from before the first update, which is told', async () => {
    const stack = await ahead();
    await stack.checkOut({});
    const { exitCode, stderr } = await stack.run('up', '-d', '--yes');

    expect(exitCode).toBe(5);
    expect(stderr).toContain('there is no snapshot from before');
    expect(await tablesIn(stack)).toBe('t1 t2 t3');
  });
});
