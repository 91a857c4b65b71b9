import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../engine/process/support/in-folder.ts';
import { type Quickstart, quickstart, quickstartCopy } from './support/quickstart.ts';

const onLinux = describe.runIf(process.platform === 'linux');

const visits = async (stack: Quickstart, moon: string): Promise<number> => {
  const rows = (await (await stack.page('/rows.json')).json()) as { name: string; visits: number }[];
  return rows.find(({ name }) => name === moon)?.visits ?? Number.NaN;
};

onLinux('the quick start, on a machine with Node alone', () => {
  test('comes up in stages, shows rows on a page, stays as it is when asked again, and leaves no process', async () => {
    const stack = await quickstart();
    expect(await stack.up()).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/migrate +exit 0[\s\S]*outputs: VISITOR_KEY, MOONS[\s\S]*is ready after/),
    });
    const page = await stack.page('/');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('<h2>Ganymede</h2>');

    const before = stack.left();
    const again = await stack.up();
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing changed') });
    expect(stack.left()).toEqual(before);

    expect(await stack.run('down')).toMatchObject({ exitCode: 0 });
    expect(stack.left()).toEqual([]);
  });

  test('passes the output of a job on, and keeps rows and what was migrated over "down"', async () => {
    const stack = await quickstart();
    await stack.up();
    await stack.page('/visit/2', { method: 'POST' });
    expect(await visits(stack, 'Io')).toBe(1);
    expect((await stack.run('logs')).stdout).toContain('9 moons added');
    await stack.run('down');
    expect((await stack.up()).stdout).toMatch(/migrate +cached[\s\S]*seed +cached/);
    expect(await visits(stack, 'Io')).toBe(1);
    await stack.run('down', '-v');
    expect((await stack.up('--through', 'prepare')).stdout).toMatch(/migrate +exit 0/);
  });

  test('takes a migration back that the working tree no longer has', async () => {
    const folder = await quickstartCopy();
    const stack = await quickstart(folder);
    await stack.up('--through', 'prepare');
    await rm(join(folder, 'migrations/002-visits.sql'));
    expect(await stack.up('--through', 'prepare')).toMatchObject({ exitCode: 0 });
    const { stdout } = await stack.run('logs', 'migrate');
    expect(stdout).toContain('alter table moons drop column visits');
  });

  test('puts back a snapshot of its data, taken before an update that the working tree no longer has', async () => {
    const folder = await quickstartCopy();
    const manifest = join(folder, 'devstack.yaml');
    const text = await readFile(manifest, 'utf8');
    await writeFile(manifest, text.replace('on_rollback: down', 'on_rollback: restore').replace(/^ +down: .*\n/m, ''));
    const update = join(folder, 'migrations/002-visits.sql');
    const content = await readFile(update);
    await rm(update);
    const stack = await quickstart(folder);
    await stack.up('--through', 'prepare');
    await writeFile(update, content);
    expect((await stack.up('--through', 'prepare')).stdout).toContain('data of job migrate: snapshot taken');
    await rm(update);
    const back = await stack.up('--through', 'prepare', '--yes');
    expect(back.stdout).toContain('put back from a snapshot');
    expect(back.exitCode, back.stdout).toBe(0);
    expect(back.stdout).toMatch(/migrate +cached/);
  });

  test('tells who holds a port that it needs, before anything is started', async () => {
    const stack = await quickstart();
    const holder = createServer().listen(Number(stack.ports.web), '127.0.0.1');
    await once(holder, 'listening');
    const { exitCode, stdout } = await stack.up();
    holder.close();
    expect(exitCode).toBe(5);
    expect(stdout).toContain(`port ${stack.ports.web} of the host, which "web" publishes, is taken by`);
    expect(stdout).toContain(`(pid ${process.pid})`);
    expect(stack.left()).toEqual([]);
  });
});

async function stateNow(stack: Quickstart, unit: string): Promise<unknown> {
  const units: readonly Record<string, unknown>[] = JSON.parse((await stack.run('ps', '--json')).stdout);
  return units.find((one) => one.unit === unit)?.state;
}

const deaths: readonly (readonly [string, RegExp, (stack: Quickstart) => Promise<void>])[] = [
  [
    'a unit that has crashed',
    /again: api \(stopped with exit code 137\)/,
    async (stack) => {
      process.kill(stack.pidOf('api'), 'SIGKILL');
      await until(async () => (await stateNow(stack, 'api')) === 'exited');
    },
  ],
  ['a supervisor that was killed', /again: db, api, web \(dead/, async (stack) => stack.killSupervisor()],
  ['a reboot', /again: db, api, web \(dead/, async (stack) => stack.reboot()],
];

onLinux.each(deaths)('after %s', (_, told, happen) => {
  test('it is told at the next "up", which brings up what is not there, and "down" leaves no process', async () => {
    const stack = await quickstart();
    await stack.up();
    await happen(stack);
    expect(await stack.up()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(told) });
    expect((await stack.page('/')).status).toBe(200);
    await happen(stack);
    const down = await stack.run('down');
    expect(down.exitCode, down.stdout + down.stderr).toBe(0);
    expect(stack.left()).toEqual([]);
  });
});

onLinux('after SIGKILL of devstack', () => {
  test('the stack goes on, and "down" leaves no process', async () => {
    const stack = await quickstart();
    const attached = stack.upAttached();
    await attached.wrote(`${stack.project}  ready after`);
    attached.child.kill('SIGKILL');
    await attached.ended;
    expect((await stack.page('/')).status).toBe(200);
    expect(await stack.run('down')).toMatchObject({ exitCode: 0 });
    expect(stack.left()).toEqual([]);
  });

  test('in the middle of the start, "down" leaves no process', async () => {
    const stack = await quickstart();
    const attached = stack.upAttached();
    await attached.wrote(/db +started/);
    attached.child.kill('SIGKILL');
    await attached.ended;
    expect(await stack.run('down')).toMatchObject({ exitCode: 0 });
    expect(stack.left()).toEqual([]);
  });
});
