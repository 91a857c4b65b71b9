import { expect, test } from 'vitest';
import type { Unit } from '../../../src/manifest/model.ts';
import { builtInsOf } from '../../../src/plan/parity/built-ins.ts';
import { shortId, stableId } from '../../../src/plan/parity/stable-id.ts';
import { job, manifestOf, service } from '../manifest-builder.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The shared variables of one service, without their common prefix. */
function variablesOf(entry: ReturnType<typeof service>, kind: string): Record<string, string> {
  const shared = builtInsOf(manifestOf({ units: [entry], isPipeline: true }))?.shared ?? [];
  const prefix = `QOVERY_${kind}_${shortId('db')}_`;
  const own = [...shared].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

test('ids have the form of a UUID, the same for the same name and kind only', () => {
  expect(stableId('unit', 'api')).toMatch(uuid);
  expect(stableId('unit', 'api')).toBe(stableId('unit', 'api'));
  expect(new Set([stableId('unit', 'api'), stableId('unit', 'api2'), stableId('project', 'api')]).size).toBe(3);
  expect(shortId('api')).toBe(`Z${stableId('unit', 'api').slice(0, 8).toUpperCase()}`);
});

test.each([
  [
    'an image',
    service('db', { title: 'The DB', image: 'rabbitmq:4' }),
    'CONTAINER',
    { NAME: 'The DB', HOST_INTERNAL: 'db' },
  ],
  [
    'PostgreSQL',
    service('db', {
      image: 'docker.io/library/postgres:15',
      environment: { POSTGRES_USER: 'me', POSTGRES_PASSWORD: 'p@ss' },
    }),
    'POSTGRESQL',
    {
      HOST: 'db',
      PORT: '5432',
      LOGIN: 'me',
      PASSWORD: 'p@ss',
      DEFAULT_DATABASE_NAME: 'me',
      DATABASE_URL: 'postgresql://me:p%40ss@db:5432/me',
      DATABASE_URL_INTERNAL: 'postgresql://me:p%40ss@db:5432/me',
    },
  ],
  [
    'MariaDB',
    service('db', { image: 'mariadb:11', environment: { MARIADB_ROOT_PASSWORD: 'p', MARIADB_DATABASE: 'shop' } }),
    'MYSQL',
    { LOGIN: 'root', DATABASE_URL: 'mysql://root:p@db:3306/shop' },
  ],
  ['Redis', service('db', { image: 'redis:7' }), 'REDIS', { PORT: '6379', DATABASE_URL: 'redis://db:6379' }],
])('%s has the variables of its kind', (_, entry, kind, expected) => {
  expect(variablesOf(entry, kind)).toMatchObject(expected);
});

test('a password that only a job knows stands in no variable of the database', () => {
  const reference = {
    variable: 'POSTGRES_PASSWORD',
    job: 'seed',
    output: 'PW',
    span: { source: { path: '', text: '', folder: '' }, start: 0, end: 0 },
  };
  const entry = service('db', {
    image: 'postgres:15',
    environment: { POSTGRES_PASSWORD: '${jobs.seed.outputs.PW}' },
    references: [reference],
  });
  expect(JSON.stringify(variablesOf(entry, 'POSTGRESQL'))).not.toContain('jobs.seed');
});

test('a clone has another environment in the same project, and its units keep their ids', () => {
  const manifest = manifestOf({ units: [job('seed')], isPipeline: true });
  const [first, clone] = [manifest, { ...manifest, name: 'clone' }].map(builtInsOf);
  expect(first?.shared.get('QOVERY_ENVIRONMENT_NAME')).toBe('shop');
  expect(clone?.shared.get('QOVERY_ENVIRONMENT_NAME')).toBe('clone');
  expect(clone?.shared.get('QOVERY_PROJECT_ID')).toBe(first?.shared.get('QOVERY_PROJECT_ID'));
  const seed = manifest.units.get('seed') as Unit;
  expect(clone?.own(seed).get('QOVERY_JOB_ID')).toBe(first?.own(seed).get('QOVERY_JOB_ID'));
});
