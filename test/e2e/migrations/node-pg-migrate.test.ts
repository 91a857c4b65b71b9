import { describe, expect } from 'vitest';
import { withEngine } from '../support/with-engine.ts';
import { nodeStack, type Place } from './node-stack.ts';
import { tables, tablesIn } from './sql-stack.ts';

const places: readonly Place[] = ['mounted', 'in the image'];

describe.each(places)('migrations of node-pg-migrate that are %s', (place) => {
  withEngine('go up, back by two whose files are gone, and up again', async () => {
    const stack = await nodeStack(place);
    await stack.checkOut(tables(1, 2, 3, 4));
    await stack.up('--build');
    expect(await tablesIn(stack)).toBe('t1 t2 t3 t4');

    await stack.checkOut(tables(1, 2));
    await stack.up('--build');
    expect(await tablesIn(stack)).toBe('t1 t2');

    await stack.checkOut(tables(1, 2, 3));
    await stack.up('--build');
    expect(await tablesIn(stack)).toBe('t1 t2 t3');
    expect(await stack.query('select count(*) from pgmigrations')).toBe('3');
  });
});
