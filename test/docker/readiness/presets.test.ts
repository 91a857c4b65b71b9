import { expect, test } from 'vitest';
import type { Event } from '../../../src/core/event.ts';
import { describeWithEngine } from '../engine-available.ts';
import { bringUp } from '../keys/harness.ts';

const readyEvents = (events: readonly Event[]) => events.filter((event) => event.type === 'unit.ready');

describeWithEngine('a service without a word on its readiness', () => {
  test('of PostgreSQL is not ready while it initialises itself, though its first server answers', async () => {
    const text = `
services:
  db:
    image: postgres:15
    environment: { POSTGRES_PASSWORD: hunter2, POSTGRES_USER: shop }
    volumes: ["./init:/docker-entrypoint-initdb.d:ro", "./told:/told"]
`;
    const files = {
      'told/.keep': '',
      'init/1.sql': 'create table item (name text);',
      // By now the first server runs: what asks it without a host is misled for a second.
      'init/2.sh': '#!/bin/bash\npg_isready -U shop\nsleep 1\n',
    };
    await using stack = await bringUp(text, { files });
    const [ready] = readyEvents(stack.events);
    expect(ready).toMatchObject({ by: { kind: 'probe', probe: '"pg_isready -h 127.0.0.1" exits 0' } });
    const log = await stack.unit('db').log();
    expect(log).toContain('/var/run/postgresql:5432 - accepting connections');
    expect(log.indexOf('init process complete')).toBeGreaterThan(log.indexOf('accepting connections'));
    const query = 'PGPASSWORD=hunter2 psql -h 127.0.0.1 -U shop -tc "select count(*) from item"';
    expect((await stack.unit('db').sh(query)).trim()).toBe('0');
    // That it is starting up it says of itself; that there is no such user or database, of who asks in a wrong way.
    const fatal = (await stack.unit('db').log()).split('\n').filter((line) => line.includes('FATAL:'));
    expect(fatal.filter((line) => !line.includes('the database system is starting up'))).toEqual([]);
  });

  test.each([
    ['without a password', '[redis-server]'],
    ['with one, which a probe does not have', '[redis-server, --requirepass, hunter2]'],
    ['with options alone', '[--appendonly, "yes"]'],
  ])('of Redis %s is ready when it answers', async (_, command) => {
    await using stack = await bringUp(`services: { cache: { image: "redis:7", command: ${command} } }`);
    expect(readyEvents(stack.events)).toMatchObject([{ by: { kind: 'probe', probe: '"redis-cli ping" exits 0' } }]);
  });

  test('of Redis that runs something else is ready when it runs', async () => {
    await using stack = await bringUp('services: { cache: { image: "redis:7", init: true, command: [sleep, "99"] } }');
    expect(readyEvents(stack.events)).toMatchObject([{ by: { kind: 'running' } }]);
  });
});
