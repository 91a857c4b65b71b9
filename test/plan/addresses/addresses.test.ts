// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the references of the file
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/manifest/model.ts';
import type { AddressFacts } from '../../../src/plan/addresses/settle-address.ts';
import type { Local } from '../../../src/plan/host-units.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { ObservedContainer } from '../../../src/plan/observed.ts';
import { specOf } from '../../../src/plan/spec-of.ts';
import { loadValid } from '../../manifest/load-text.ts';
import { container } from '../container-builder.ts';
import { unitOfPlan } from '../plan-of.ts';

const factsOf = (...seen: readonly ObservedContainer[]): AddressFacts => ({
  publishedHost: '127.0.0.1',
  containerOf: (unit) => seen.find((one) => one.unit === unit),
});

const ephemeral = container('db', {
  ports: [{ container: 5432, host: 49_153, address: '127.0.0.1', protocol: 'tcp' }],
});

interface Placing {
  readonly local?: Local;
  readonly facts?: AddressFacts;
}

/** The containers and processes of a manifest, by unit. */
function specsOf(manifest: Manifest, { local = [], facts = factsOf() }: Placing = {}) {
  const { plan, problems } = makePlan(manifest, { local });
  if (plan === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return (unit: string) =>
    specOf(plan, unitOfPlan(plan, unit), 1, {
      outputs: new Map([['mint', new Map([['PASSWORD', 'p/w']])]]),
      environmentId: '',
      probePorts: [],
      addresses: facts,
    });
}

const specIn = async (text: string, placing?: Placing) => specsOf(await loadValid(text), placing);

/** What a reference of `api` comes to, with these keys of `db`. */
async function comesTo(reference: string, db: string, options: Placing = {}) {
  const spec = await specIn(
    `
services:
  db: { ${db} }
  api: { image: "api:1", process: { command: serve }, environment: { ADDRESS: "${reference}" } }
`,
    options,
  );
  return spec('api').environment.get('ADDRESS');
}

const both = 'image: "db:1", process: { command: serve }, expose: [9000], ready: { tcp: { port: 9000 } }';

describe('the address of a service is', () => {
  test.each([
    ['from container to container its name', [], factsOf(), 'http://db:9000'],
    ['from a process to a process this machine', 'all', factsOf(), 'http://localhost:9000'],
    [
      'from a process to a container the port that is published',
      ['api'],
      factsOf(container('db', { ports: [{ container: 9000, host: 2345, address: '0.0.0.0', protocol: 'tcp' }] })),
      'http://127.0.0.1:2345',
    ],
    [
      'from a container to a process the port that is opened for containers',
      ['db'],
      factsOf(container('db', { forContainers: [{ container: 9000, host: 2345 }] })),
      'http://host.docker.internal:2345',
    ],
    [
      'from a container to a process that needs none opened its own port',
      ['db'],
      factsOf(container('db')),
      'http://host.docker.internal:9000',
    ],
  ] as const)('%s', async (_, local, facts, url) => {
    expect(await comesTo('${services.db.url}', both, { local, facts })).toBe(url);
  });

  test('that of the unit whose network it shares', async () => {
    const spec = await specIn(`
services:
  proxy: { image: "proxy:1" }
  db: { image: "db:1", network_mode: "service:proxy", expose: [9000] }
  api: { image: "api:1", environment: { ADDRESS: "\${services.db.host}" } }
`);
    expect(spec('api').environment.get('ADDRESS')).toBe('proxy');
  });
});

describe('the port of a service is', () => {
  test.each([
    ['the one that it publishes', 'image: "db:1", ports: ["80:9000"]', '9000'],
    ['the one that its readiness asks', 'image: "db:1", ready: { http: { port: 9000 } }', '9000'],
    ['the one that it exposes', 'image: "db:1", expose: [9000]', '9000'],
    ['its PORT', 'image: "db:1", environment: { PORT: 9000 }', '9000'],
    ['that of the server that it is', 'image: "redis:7"', '6379'],
    ['of several that of the server that it is', 'image: "rabbitmq:3", ports: ["15672", "5672"]', '5672'],
  ])('%s', async (_, db, port) => {
    expect(await comesTo('${services.db.port}', db)).toBe(port);
  });

  test('in its host form the PORT that it has there', async () => {
    const db = 'image: "db:1", ports: ["80:9000"], process: { command: serve, environment: { PORT: 9100 } }';
    expect(await comesTo('${services.db.port}', db, { local: 'all' })).toBe('9100');
    expect(await comesTo('${services.db.port.9000}', db, { local: 'all' })).toBe('9100');
  });
});

describe('the URL of a service has', () => {
  test.each([
    ['what its image makes', 'image: "postgres:15"', 'postgres://postgres@db:5432/postgres'],
    [
      'user, password and database of PostgreSQL',
      'image: "postgres:15", environment: { POSTGRES_USER: shop, POSTGRES_PASSWORD: "a b", POSTGRES_DB: orders }',
      'postgres://shop:a%20b@db:5432/orders',
    ],
    [
      'a password that a job has passed on',
      'image: "postgres:15", environment: { POSTGRES_PASSWORD: "${jobs.mint.outputs.PASSWORD}" }',
      'postgres://postgres:p%2Fw@db:5432/postgres',
    ],
    [
      'the user of MySQL that may do everything, where there is no other',
      'image: "mysql:8", environment: { MYSQL_ROOT_PASSWORD: pw, MYSQL_DATABASE: orders }',
      'mysql://root:pw@db:3306/orders',
    ],
    ['the password of Redis', 'image: "redis:7", command: [redis-server, --requirepass, pw]', 'redis://:pw@db:6379'],
    [
      'where MongoDB keeps its user',
      'image: "mongo:7", environment: { MONGO_INITDB_ROOT_USERNAME: a, MONGO_INITDB_ROOT_PASSWORD: b }',
      'mongodb://a:b@db:27017/?authSource=admin',
    ],
    [
      'TLS where its readiness is asked by it',
      'image: "db:1", ready: { http: { port: 9000, scheme: https } }',
      'https://db:9000',
    ],
  ])('%s', async (_, db, url) => {
    const jobs = '  other: { image: "x:1" }\njobs:\n  mint: { image: "mint:1", outputs: [PASSWORD] }\n';
    const spec = await specIn(
      `services:\n  db: { ${db} }\n  api: { image: "api:1", environment: { ADDRESS: "\${services.db.url}" } }\n${jobs}`,
    );
    expect(spec('api').environment.get('ADDRESS')).toBe(url);
  });

  test('HTTP for a port beside that of the server', async () => {
    const db = 'image: "rabbitmq:3", ports: ["15672", "5672"]';
    expect(await comesTo('${services.db.url.15672}', db)).toBe('http://db:15672');
  });
});

describe('what has to be open for an address', () => {
  const postgres = 'image: "postgres:15"';

  test('stays the same for a database when a unit moves between its container and the host', async () => {
    const manifest = await loadValid(`
services:
  db: { ${postgres} }
  api: { image: "api:1", process: { command: serve }, environment: { ADDRESS: "\${services.db.url}" } }
`);
    const facts = factsOf(ephemeral);
    const [moved, back] = [specsOf(manifest, { local: ['api'], facts }), specsOf(manifest, { facts })];
    expect(moved('db')).toEqual(back('db'));
    expect(moved('db').portsForHost).toEqual([{ container: 5432 }]);
  });

  test('is nothing where all units are containers', async () => {
    const spec = await specIn(`
services:
  db: { ${postgres} }
  api: { image: "api:1", environment: { ADDRESS: "\${services.db.url}" } }
`);
    expect(spec('db').portsForHost).toEqual([]);
    expect(spec('api').container.extra_hosts).toBeUndefined();
  });

  test('is a name of this machine in a container that reaches a process, and a port of that process', async () => {
    const manifest = await loadValid(`
services:
  db: { ${both} }
  api: { image: "api:1", environment: { ADDRESS: "\${services.db.url}" } }
`);
    const spec = specsOf(manifest, { local: ['db'], facts: factsOf(container('db')) });
    expect(spec('api').container.extra_hosts).toEqual(['host.docker.internal:host-gateway']);
    expect(spec('db').portsForContainers).toEqual([9000]);
    expect(specsOf(manifest, { local: 'all' })('db')).toEqual(spec('db'));
  });
});

test('a unit waits for the services that it refers to until they are ready, or as depends_on says', async () => {
  const { plan } = makePlan(
    await loadValid(`
services:
  db: { image: "postgres:15" }
  api: { image: "api:1", environment: { ADDRESS: "\${services.db.url}" } }
  web: { image: "web:1", depends_on: { db: { condition: started } }, environment: { ADDRESS: "\${services.db.url}" } }
`),
    {},
  );
  const needs = (unit: string) => plan?.units.get(unit)?.needs.map(({ unit: other, condition }) => [other, condition]);
  expect([needs('api'), needs('web')]).toEqual([[['db', 'ready']], [['db', 'started']]]);
});
