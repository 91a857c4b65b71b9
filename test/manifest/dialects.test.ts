import { describe, expect, it } from 'vitest';
import { loadValid } from './load-text.ts';

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
    expect(units.get('web')?.ports.map((port) => port.address)).toEqual(['0.0.0.0', '10.0.0.1']);
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

  it.each(['compose.yml', 'docker-compose.yaml', 'docker-compose.yml'])('may be named %s', async (name) => {
    expect((await loadValid(body, { name })).dialect).toBe('compose');
  });
});
