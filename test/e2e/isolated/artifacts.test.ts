import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { devstack } from '../support/devstack.ts';
import { leftOf } from '../support/engine.ts';
import { manifestFolder } from '../support/project.ts';
import { withEngine } from '../support/with-engine.ts';

const manifest = (migration: string) => `
name: e2e-artifacts-${process.pid}
stages: [data, prepare]
services:
  db: { stage: data, image: "busybox:1.36", init: true, command: [sh, -c, "echo db is up; sleep 1000"], ready: { log: db is up } }
jobs:
  migrate: { stage: prepare, image: "busybox:1.36", command: [sh, -c, "${migration}"], depends_on: [db] }
`;

async function tested(migration: string, command: string) {
  const folder = await manifestFolder(manifest(migration));
  const out = join(folder, 'out');
  const ended = await devstack(['test', '-f', folder, '--artifacts', out, '--', 'sh', '-c', command]);
  const files = (await readdir(out, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const names = files.map(({ parentPath, name }) => join(parentPath, name).slice(out.length + 1)).sort();
  expect(await leftOf(`e2e-artifacts-${process.pid}`)).toEqual([]);
  return { ...ended, names, read: (name: string) => readFile(join(out, name), 'utf8') };
}

describe('devstack test --artifacts', () => {
  withEngine('leaves all that is known of the stack where the command fails', async () => {
    const { exitCode, names, read } = await tested('echo migrated', 'echo testing; exit 7');
    expect(exitCode).toBe(7);
    expect(names).toEqual([
      'events.ndjson',
      'junit.xml',
      'logs/db.log',
      'logs/migrate.log',
      'plan.json',
      'plan.txt',
      'timeline.txt',
    ]);
    expect(await read('logs/db.log')).toMatch(/db is up\n$/);
    expect(await read('junit.xml')).toMatch(/<testsuites name="e2e-artifacts-\d+" tests="4" failures="0" errors="0"/);
  });

  withEngine('has the evidence of a job that fails, and the command is not run', async () => {
    const { exitCode, stdout, read } = await tested('echo ERROR no such table; exit 3', 'echo testing');
    expect(exitCode).toBe(5);
    expect(stdout).not.toContain('testing');
    expect(await read('junit.xml')).toMatch(/<failure message="[^"]*migrate[^"]*" type="job-exit">[^<]*no such table/);
    expect(await read('logs/migrate.log')).toContain('ERROR no such table');
  });

  test('says why there is no stack at all', async () => {
    const folder = await manifestFolder(manifest('true'));
    const environment = { DOCKER_HOST: 'unix:///no/engine.sock' };
    const args = ['test', '-f', folder, '--artifacts', join(folder, 'out'), '--', 'true'];
    expect(await devstack(args, environment)).toMatchObject({ exitCode: 4 });
    expect(await readFile(join(folder, 'out', 'junit.xml'), 'utf8')).toMatch(
      /errors="1"[\s\S]*<error message="no engine answers[^"]*" type="engine-unreachable">/,
    );
  });

  withEngine('leaves the steps of the stack alone where all is well', async () => {
    const { exitCode, names } = await tested('echo migrated', 'true');
    expect({ exitCode, names }).toEqual({ exitCode: 0, names: ['junit.xml'] });
  });
});
