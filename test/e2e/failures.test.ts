import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { devstack } from './support/devstack.ts';
import { containersOf } from './support/engine.ts';
import { freePort, manifestFolder, shopCopy, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

withEngine(
  'a migration with a syntax error is told with the error of the database, and with what it blocks',
  async () => {
    const project = testProject();
    const shop = await shopCopy();
    await writeFile(join(shop, 'migrations', '003-wrong.sql'), 'alter tabel products add colour text;\n');

    const { exitCode, stdout } = await devstack(['up', '-d', '-f', shop, '-p', project], {
      WEB_PORT: await freePort(),
    });

    expect(exitCode).toBe(5);
    expect(stdout).toContain('ERROR:  syntax error at or near "tabel"');
    expect(stdout).toMatch(/blocks\s+3 not started: seed, api \(through seed\), web \(through api\)/);
    const containers = await containersOf(project);
    expect(containers.get('migrate')).toMatchObject({ running: false, exitCode: 3 });
    for (const unit of ['db', 'cache']) expect(containers.get(unit)).toMatchObject({ running: true });
    for (const unit of ['seed', 'api', 'web']) expect(containers.get(unit)?.running ?? false).toBe(false);
  },
);

withEngine('a service that exits at once is told at once, not when its readiness is out of time', async () => {
  const project = testProject();
  const folder = await manifestFolder(`
name: any
services:
  hasty:
    image: busybox:1.36
    command: ["sh", "-c", "echo 'no configuration found'; exit 7"]
    ready: { exec: ["test", "-f", "/never"] }
  patient:
    image: busybox:1.36
    command: ["sleep", "1000"]
    depends_on: [hasty]
`);
  const { exitCode, stdout } = await devstack(['up', '--ui', 'json', '-f', folder, '-p', project]);
  const toldAt = eventsIn(stdout).find(({ type, instance }) => type === 'unit.failed' && instance === 'hasty#1')?.at;

  expect(exitCode).toBe(5);
  const { exitCode: left, finishedAt } = (await containersOf(project)).get('hasty') ?? {};
  expect(left).toBe(7);
  // A readiness that is out of time takes a minute.
  expect(Number(toldAt) - Number(finishedAt)).toBeLessThan(15_000);
  expect(stdout).toContain('no configuration found');
  expect(eventsIn(stdout)).toContainEqual(expect.objectContaining({ type: 'unit.canceled', instance: 'patient#1' }));
});

withEngine('an image that can not be had is told by its name', async () => {
  const project = testProject();
  const folder = await manifestFolder(`
name: any
services:
  api: { image: "127.0.0.1:1/no/such:1" }
`);
  const { exitCode, stdout } = await devstack(['up', '-d', '-f', folder, '-p', project]);
  expect(exitCode).toBe(5);
  expect(stdout).toContain('127.0.0.1:1/no/such:1');
});

interface Told {
  readonly type: string;
  readonly at: number;
  readonly instance?: string;
}

const eventsIn = (text: string): readonly Told[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Told);
