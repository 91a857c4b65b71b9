import { describe, expect } from 'vitest';
import { devstack, fixtures } from './support/devstack.ts';
import { containersOf, insideOf, leftOf, removeUnit } from './support/engine.ts';
import { testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

/** The stack of fixtures/pipeline under a name of its own. */
function pipeline() {
  const project = testProject();
  const stack = ['-f', `${fixtures}/pipeline`, '-p', project];
  const run = async (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await devstack([...stack, ...args]);
    expect({ exitCode, stderr }, stdout).toEqual({ exitCode: 0, stderr: '' });
    return stdout;
  };
  return { project, run, addressIn: (unit: string) => valueIn(project, unit, 'DATABASE_URL') };
}

/** The value of a variable in a unit's container, as the engine knows it. */
async function valueIn(project: string, unit: string, name: string): Promise<string | undefined> {
  const { environment } = await insideOf(project, unit);
  return environment.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
}

describe('the pipeline', () => {
  withEngine('makes a database whose address reaches the application under its own name for it', async () => {
    const { project, run, addressIn } = pipeline();
    const up = await run('up', '-d');
    const address = (await addressIn('backend')) ?? '';
    const environment = (await valueIn(project, 'backend', 'QOVERY_ENVIRONMENT_ID')) ?? '';
    expect(environment).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    const { username, password, host, pathname } = new URL(address);
    expect({ username, host, pathname }).toEqual({
      username: environment,
      host: 'db:5432',
      pathname: `/${environment}`,
    });
    expect(await run('logs', 'backend')).toBe(`backend │ connected: ${environment} in ${environment}, start 1\n`);

    // The job's image knows nothing of devstack: it wrote both values to the file of a pipeline.
    expect(await run('job', 'outputs', 'tenant')).toBe(`POSTGRESQL_URL=••••\nPOSTGRESQL_DATABASE=${environment}\n`);
    expect(await addressIn('frontend')).toBeUndefined();
    const named = (await insideOf(project, 'frontend')).environment.filter((entry) => entry.includes(address));
    expect(named.map((entry) => entry.split('=')[0]?.replace(/_Z[\dA-F]{8}_/, '_Z…_')).sort()).toEqual([
      'DEVSTACK_OUTPUT_TENANT_POSTGRESQL_URL',
      'POSTGRESQL_URL',
      'QOVERY_OUTPUT_JOB_Z…_POSTGRESQL_URL',
    ]);
    const shown = [up, await run('ps', '--json'), await run('config'), await run('job', 'logs', 'tenant')].join('\n');
    expect(shown).not.toContain(password);
    expect(await insideOf(project, 'tenant')).toMatchObject({ nanoCpus: 500_000_000, memory: 256 * 1024 * 1024 });
    await run('down', '-v', '--rmi', 'local');
    expect(await leftOf(project)).toEqual([]);
  });

  withEngine('removes the database with "down -v", by the job that has made it, and not with "down"', async () => {
    const { project, run } = pipeline();
    const removed = /tenant +│ removed the database [\da-f-]{36}\n/;
    await run('up', '-d');
    expect(await run('down')).not.toMatch(removed);
    const down = await run('down', '-v', '--rmi', 'local');
    expect(down).toMatch(removed);
    expect(down.search(removed)).toBeLessThan(down.indexOf('volume'));
    expect(await leftOf(project)).toEqual([]);
  });

  withEngine('passes on what the job once wrote, where nothing changed and to a new container', async () => {
    const { project, run, addressIn } = pipeline();
    await run('up', '-d');
    const [address, before] = [await addressIn('backend'), await containersOf(project)];
    const second = await run('up', '-d');
    expect(second).toContain('nothing changed');
    expect(second).toMatch(/tenant +cached, nothing to do \(outputs replayed\)/);
    expect(await containersOf(project)).toEqual(before);

    await removeUnit(project, 'backend');
    expect(await run('up', '-d')).toMatch(/tenant +cached/);
    expect(await addressIn('backend')).toBe(address);
    await run('down', '-v', '--rmi', 'local');
  });

  withEngine('keeps its database over "down", and the job passes on the same address again', async () => {
    const { project, run, addressIn } = pipeline();
    await run('up', '-d');
    const address = await addressIn('backend');
    await run('down');
    expect(await containersOf(project)).toEqual(new Map());

    expect(await run('up', '-d')).toMatch(/tenant +cached/);
    expect(await addressIn('backend')).toBe(address);
    expect(await run('logs', 'backend')).toMatch(/, start 2\n$/);
    await run('down', '-v', '--rmi', 'local');
  });
});
