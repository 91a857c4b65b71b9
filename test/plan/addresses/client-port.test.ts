import { expect, test } from 'vitest';
import type { Service } from '../../../src/manifest/model.ts';
import { clientPortOf } from '../../../src/plan/addresses/known-servers.ts';

const portOf = (server: Service['server'], environment: Readonly<Record<string, string>> = {}) =>
  clientPortOf({
    kind: 'service',
    server,
    environment: new Map(Object.entries(environment)),
  } as Partial<Service> as Service);

test.each([
  ['postgres', {}, 5432],
  ['postgres', { PGPORT: '6432' }, 6432],
  ['postgres', { POSTGRESQL_PORT_NUMBER: '6433', PGPORT: '6432' }, 6433],
  ['mariadb', { MYSQL_TCP_PORT: '3307' }, 3307],
  ['redis', { PGPORT: '6432' }, 6379],
  ['rabbitmq', {}, 5672],
] as const)('%s with %j takes its clients at %i', (server, environment, port) => {
  expect(portOf(server, environment)).toBe(port);
});

test.each(['${jobs.ports.outputs.DB}', '99999', '0', ''])(
  'where it is told to take them at "%s" that is not known',
  (given) => {
    expect(portOf('postgres', { PGPORT: given })).toBeUndefined();
  },
);

test('what is no well-known server has no such port', () => {
  expect(portOf(undefined)).toBeUndefined();
});
