import { expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import type { ObservedContainer } from '../../../src/plan/observed.ts';
import { testEnvironment } from '../../../src/run/isolated/test-environment.ts';
import { loadValid } from '../../manifest/load-text.ts';

const container = (unit: string, ports: Readonly<Record<number, number>>): ObservedContainer => ({
  handle: unit,
  name: unit,
  instance: instanceId(unit),
  unit,
  kind: 'service',
  stage: '',
  needs: [],
  config: {},
  image: '',
  imageId: '',
  status: { kind: 'running', startedAt: 0, health: 'none' },
  mounts: [],
  ports: Object.entries(ports).map(([port, host]) => {
    return { container: Number(port), host, address: '127.0.0.1', protocol: 'tcp' };
  }),
  addresses: new Map(),
});

const manifest = `
name: shop
services:
  db: { image: "postgres:15", environment: { POSTGRES_PASSWORD: p@ss }, ports: ["5432"] }
  web-front: { image: "busybox:1.36", ports: ["80", "9000"] }
  quiet: { image: "busybox:1.36" }
jobs:
  seed: { image: "busybox:1.36", outputs: [COLOUR] }
test:
  environment:
    DB: postgres on \${services.db.port}
    FRONT: \${services.web-front.url.80}/home
    COLOUR: \${jobs.seed.outputs.COLOUR}
    PLAIN: text
`;

const environment = async () =>
  testEnvironment({
    manifest: await loadValid(manifest),
    addresses: {
      publishedHost: '127.0.0.1',
      containerOf: (unit) =>
        unit === 'db' ? container('db', { 5432: 40_001 }) : container('web-front', { 80: 40_002, 9000: 40_003 }),
    },
    outputs: new Map([['seed', new Map([['COLOUR', 'red']])]]),
  });

test('tells the project, and where each service is reached', async () => {
  expect(await environment()).toMatchObject({
    DEVSTACK_PROJECT: 'shop',
    DEVSTACK_DB_HOST: '127.0.0.1',
    DEVSTACK_DB_PORT: '40001',
    DEVSTACK_DB_URL: 'postgres://postgres:p%40ss@127.0.0.1:40001/postgres',
  });
});

test('names each port of a service that has several, and the first one for short', async () => {
  const all = Object.entries(await environment());
  expect(Object.fromEntries(all.filter(([name]) => name.startsWith('DEVSTACK_WEB_FRONT')))).toEqual({
    DEVSTACK_WEB_FRONT_HOST: '127.0.0.1',
    DEVSTACK_WEB_FRONT_PORT: '40002',
    DEVSTACK_WEB_FRONT_URL: 'http://127.0.0.1:40002',
    DEVSTACK_WEB_FRONT_PORT_80: '40002',
    DEVSTACK_WEB_FRONT_PORT_9000: '40003',
    DEVSTACK_WEB_FRONT_URL_80: 'http://127.0.0.1:40002',
    DEVSTACK_WEB_FRONT_URL_9000: 'http://127.0.0.1:40003',
  });
});

test('has nothing of a service that is reached nowhere', async () => {
  expect(Object.keys(await environment()).filter((name) => name.startsWith('DEVSTACK_QUIET'))).toEqual([]);
});

test('has what the manifest says for tests, with addresses and outputs put in', async () => {
  expect(await environment()).toMatchObject({
    DB: 'postgres on 40001',
    FRONT: 'http://127.0.0.1:40002/home',
    COLOUR: 'red',
    PLAIN: 'text',
  });
});
