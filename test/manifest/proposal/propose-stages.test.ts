import { describe, expect, test } from 'vitest';
import { proposeStages } from '../../../src/manifest/proposal/propose-stages.ts';
import { loadValid } from '../load-text.ts';

/** Stages of units, in the order of the file, as `stage` or `stage!` for a job. */
async function proposed(services: string): Promise<Readonly<Record<string, string>>> {
  const manifest = await loadValid(`services:\n${services.replace(/^/gm, '  ')}`, { name: 'compose.yaml' });
  const { stageOf, jobs } = proposeStages(manifest, new Set(manifest.units.keys()));
  return Object.fromEntries([...stageOf].map(([name, stage]) => [name, jobs.has(name) ? `${stage}!` : stage]));
}

describe('a stage is proposed by what a unit is', () => {
  test.each([
    ['a database', 'a: {image: "registry.example:5000/team/postgres:15@sha256:00"}', { a: 'data' }],
    ['a broker', 'a: {image: "rabbitmq:3-management"}', { a: 'data' }],
    ['a database that is built here', 'a: {build: ., image: postgres}', { a: 'services' }],
    ['anything else', 'a: {image: "nginx:1"}', { a: 'services' }],
    ['a migration by its name', 'db-migrate: {image: "a:1"}', { 'db-migrate': 'prepare!' }],
    ['a seed by its command', 'a: {image: "a:1", command: npm run db:seed}', { a: 'prepare!' }],
    [
      'what others wait for to end',
      'a: {image: "a:1"}\nb: {image: "b:1", depends_on: {a: {condition: service_completed_successfully}}}',
      { a: 'prepare!', b: 'services' },
    ],
  ])('%s', async (_, services, expected) => {
    expect(await proposed(services)).toEqual(expected);
  });
});

describe('no job is', () => {
  test.each([
    ['what is started again', 'migrate: {image: "a:1", restart: always}'],
    ['what has a healthcheck', 'migrate: {image: "a:1", healthcheck: {test: "true"}}'],
    ['what publishes a port', 'seed: {image: "a:1", ports: ["1:1"]}'],
    ['what migrates before it serves', 'web: {image: "a:1", command: sh -c "npm run migrate && npm start"}'],
    ['what has such a word within its name', 'minit: {image: "a:1"}'],
  ])('%s', async (_, services) => {
    expect(Object.values(await proposed(services))).toEqual(['services']);
  });

  test('what others share the network of', async () => {
    expect(await proposed('init: {image: "a:1"}\nb: {image: "b:1", network_mode: "service:init"}')).toEqual({
      init: 'services',
      b: 'services',
    });
  });
});

describe('nothing is proposed before what it waits for', () => {
  test('a database after a job', async () => {
    const services =
      'certs: {image: "a:1"}\ndb: {image: "postgres:15", depends_on: {certs: {condition: service_completed_successfully}}}';
    expect(await proposed(services)).toEqual({ certs: 'prepare!', db: 'prepare' });
  });

  test('a job that needs a service, and a service that needs the job', async () => {
    const services =
      'api: {image: "a:1"}\nseed: {image: "a:1", depends_on: [api]}\nweb: {image: "b:1", depends_on: [seed], ports: ["1:1"]}';
    expect(await proposed(services)).toEqual({ api: 'services', seed: 'services!', web: 'edge' });
  });

  test('what hands on others is last, unless something waits for it', async () => {
    const services =
      'api: {image: "a:1"}\nproxy: {image: "b:1", depends_on: [api], ports: ["1:1"]}\ninner: {image: "b:1", depends_on: [api], ports: ["2:2"]}\ncheck: {image: "c:1", depends_on: [inner]}';
    expect(await proposed(services)).toEqual({ api: 'services', proxy: 'edge', inner: 'services', check: 'services' });
  });
});

test('only stages that have units are proposed, in their order', async () => {
  const manifest = await loadValid('services: {a: {image: "nginx:1"}, db: {image: "redis:7"}}', {
    name: 'compose.yaml',
  });
  expect(proposeStages(manifest, new Set(['a', 'db'])).stages).toEqual(['data', 'services']);
});

test('a job may extend a service', async () => {
  const text = 'services: {app: {image: "a:1", environment: {A: 1}}}\njobs: {work: {extends: app, command: work}}';
  const { units } = await loadValid(text);
  expect(units.get('work')).toMatchObject({ image: 'a:1', environment: new Map([['A', '1']]) });
});
