import { describe, expect } from 'vitest';
import { devstack, fixtures } from './support/devstack.ts';
import { containersOf, leftOf, type Seen } from './support/engine.ts';
import { freePort, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

const shop = `${fixtures}/shop`;

/** When a unit opened the gate for the stages after it, as far as the engine knows: a service not before it started. */
const openedAt = ({ kind, startedAt, finishedAt }: Seen): number => (kind === 'job' ? finishedAt : startedAt);

describe('the shop', () => {
  withEngine('comes up in order, answers, stays as it is when asked again, and leaves nothing', async () => {
    const project = testProject();
    const port = await freePort();
    const up = () => devstack(['up', '-d', '-f', shop, '-p', project], { WEB_PORT: port, API_WARM_UP_MS: '1000' });

    const first = await up();
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toMatch(new RegExp(`${project} is ready after \\d`));

    const page = await fetch(`http://127.0.0.1:${port}/rows.json`);
    expect(await page.json()).toMatchObject([{ name: 'Blue teapot' }, { name: 'Oak chair' }, { name: 'Wool blanket' }]);

    const before = await containersOf(project);
    expectOrder([...before.values()]);
    // The API says so when it is ready, a second after its start, and answers 503 until then.
    const { stdout: said } = await devstack(['logs', 'api', '-t', '-p', project]);
    const [, readyAt = ''] = /(\S+) ready$/m.exec(said) ?? [];
    expect(before.get('web')?.startedAt).toBeGreaterThan(Date.parse(readyAt));

    const second = await up();
    expect(second).toMatchObject({ exitCode: 0, stderr: '' });
    expect(second.stdout).toContain('nothing changed');
    expect(await containersOf(project)).toEqual(before);

    expect(await devstack(['down', '-v', '-f', shop, '-p', project])).toMatchObject({ exitCode: 0 });
    expect(await leftOf(project)).toEqual([]);
  });

  withEngine('keeps its data over "down" and loses it with "down -v"', async () => {
    const project = testProject();
    const environment = { WEB_PORT: await freePort() };
    const up = ['up', '-d', '-f', shop, '-p', project, '--through', 'prepare'];
    await devstack(up, environment);
    await devstack(['down', '-p', project]);
    expect(await containersOf(project)).toEqual(new Map());

    const again = await devstack(up, environment);
    expect(again.stdout).toMatch(/migrate\s+cached/);

    await devstack(['down', '-v', '-p', project]);
    const fresh = await devstack(up, environment);
    expect(fresh.stdout).not.toMatch(/migrate\s+cached/);
    expect(fresh.stdout).toMatch(/migrate\s+exit 0/);
  });
});

/** No container of a stage started before every unit of the stages before it had started, and every job had ended well. */
function expectOrder(containers: readonly Seen[]): void {
  expect(containers.map(({ unit }) => unit).sort()).toEqual(['api', 'cache', 'db', 'migrate', 'seed', 'web']);
  for (const { stage, startedAt } of containers) {
    for (const earlier of containers.filter((one) => one.stage < stage)) {
      expect(startedAt).toBeGreaterThan(openedAt(earlier));
      if (earlier.kind === 'job') expect(earlier).toMatchObject({ running: false, exitCode: 0 });
    }
  }
}
