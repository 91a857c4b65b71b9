import { describe, expect, it } from 'vitest';
import { loadText, loadValid } from './load-text.ts';

const body = `
services:
  web:
    image: nginx:1.27
    ports: ["8080:80", "10.0.0.1:8081:80"]
    depends_on: [api]
  api:
    image: nginx:1.27
    healthcheck: { test: "true" }
`;

const loadNamed = (name: string, text: string) => loadText(text, { name, files: [name] });

describe('a devstack.yaml', () => {
  it('publishes on this machine alone, unless it says otherwise', async () => {
    const { units } = await loadValid(body);
    expect(units.get('web')?.ports.map((port) => port.address)).toEqual(['127.0.0.1', '10.0.0.1']);
  });

  it('means ready by a short dependency on a service, and completed by one on a job', async () => {
    const { units } = await loadValid(`${body.replace('[api]', '[api, seed]')}jobs: { seed: { image: "a:1" } }\n`);
    expect(units.get('web')?.dependsOn).toMatchObject([{ condition: 'ready' }, { condition: 'completed' }]);
  });

  it('gives a job 5 minutes and runs it when something changed', async () => {
    const { units } = await loadValid('jobs: { seed: { image: "a:1" } }');
    expect(units.get('seed')).toMatchObject({ timeout: 300_000, run: 'changed' });
  });
});

describe('a compose file', () => {
  const options = { name: 'compose.yaml' };

  it('publishes on all interfaces, unless it says otherwise', async () => {
    const { units } = await loadValid(body, options);
    expect(units.get('web')?.ports.map((port) => port.address)).toEqual(['', '10.0.0.1']);
  });

  it('means started by a short dependency', async () => {
    const { units } = await loadValid(body, options);
    expect(units.get('web')?.dependsOn).toMatchObject([{ unit: 'api', condition: 'started' }]);
  });

  it('makes a job of a service whose completion others wait for: always run, without a limit', async () => {
    const dependency = '{ api: { condition: service_completed_successfully } }';
    const { units } = await loadValid(body.replace('[api]', dependency), options);
    const job = units.get('api');
    expect(job).toMatchObject({ kind: 'job', run: 'always' });
    expect(job).not.toHaveProperty('timeout');
    expect([...units.keys()]).toEqual(['web', 'api']);
  });

  it('tells that a restart policy of such a job is ignored', async () => {
    const one = 'one: { image: "a:1", restart: always }';
    const two = 'two: { image: "a:1", depends_on: { one: { condition: service_completed_successfully } } }';
    const { problems } = await loadText(`services: { ${one}, ${two} }`, options);
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'ignored-key', message: expect.stringContaining('"restart"') },
    ]);
  });
});

describe('the dialect of a file', () => {
  it.each([
    ['devstack.yaml', 'devstack'],
    ['devstack.yml', 'devstack'],
    ['devstack.ci.yaml', 'devstack'],
    ['compose.yaml', 'compose'],
    ['compose.yml', 'compose'],
    ['compose.prod.yaml', 'compose'],
    ['compose-dev.yml', 'compose'],
    ['docker-compose.yaml', 'compose'],
    ['docker-compose.yml', 'compose'],
    ['docker-compose.dev.yml', 'compose'],
    ['stack.yaml', 'compose'],
    ['local.yml', 'compose'],
  ])('%s is %s by its name', async (name, dialect) => {
    expect((await loadNamed(name, body)).manifest?.dialect).toBe(dialect);
  });

  it.each([
    ['stages', 'stages: []\nservices: {}\n'],
    ['jobs', 'jobs: { seed: { image: "a:1" } }\n'],
    ['a unit with "ready"', 'services: { web: { image: "a:1", ready: { tcp: { port: 80 } } } }\n'],
    ['a unit with "from"', 'services: { web: { image: "a:1" }, more: { from: web } }\n'],
  ])('is devstack under any other name with %s', async (_, text) => {
    const { manifest, problems } = await loadNamed('local.yaml', text);
    expect(manifest?.dialect).toBe('devstack');
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('is Compose under any other name with x-devstack', async () => {
    const { manifest } = await loadNamed('local.yaml', 'x-devstack: { stages: [a] }\nservices: {}\n');
    expect(manifest).toMatchObject({ dialect: 'compose', stages: [{ name: 'a' }] });
  });
});
