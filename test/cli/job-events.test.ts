import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { type FakeEngine, startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { testShell } from './support/test-shell.ts';

const manifest = `
name: play
services:
  db: { image: "busybox:1.36", command: [sh, -c, "sleep infinity"], volumes: [data:/data] }
jobs:
  bucket:
    image: busybox:1.36
    depends_on: [db]
    lifecycle:
      start: [echo, made]
      stop: [sh, -c, "echo halted; exit 3"]
      delete: [echo, dropped]
  plain: { image: "busybox:1.36", command: "true" }
volumes: { data: }
`;

async function stackOf(fake: FakeEngine, text = manifest) {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-jobs-'));
  await writeFile(join(folder, 'devstack.yaml'), text);
  return async (...args: readonly string[]) => {
    const shell = testShell({ folder, environment: { DOCKER_HOST: `unix://${fake.socket}` } });
    return { code: await runCommandLine(args, shell), ...shell.written };
  };
}

const hint = 'run it all the same with: devstack job run bucket --event delete --force';

test('an event of a job is run by name where its turn has come, or where that is forced', async () => {
  await using fake = await startFakeEngine();
  const devstack = await stackOf(fake);
  const remove = ['job', 'run', 'bucket', '--event', 'delete'];
  expect(await devstack(...remove)).toMatchObject({ code: 2, err: expect.stringContaining(hint) });
  await devstack('job', 'run', 'bucket');
  expect(await devstack(...remove)).toMatchObject({ code: 0, out: expect.stringContaining('│ dropped') });
  expect(await devstack(...remove)).toMatchObject({ code: 2, err: expect.stringContaining(hint) });
  expect(await devstack(...remove, '--force')).toMatchObject({ code: 0, out: expect.stringContaining('│ dropped') });
});

test('what was deleted is made again by the next start', async () => {
  await using fake = await startFakeEngine();
  const devstack = await stackOf(fake);
  await devstack('job', 'run', 'bucket');
  await devstack('job', 'run', 'bucket', '--event', 'delete');
  expect((await devstack('job', 'run', 'bucket')).out).toContain('│ made');
});

test('an event that fails by name ends with the code of a unit that failed, and with its evidence', async () => {
  await using fake = await startFakeEngine();
  const devstack = await stackOf(fake);
  await devstack('up', '-d');
  const { code, out } = await devstack('job', 'run', 'bucket', '--event', 'stop');
  expect(code).toBe(5);
  expect(out).toMatch(/bucket +exit 3 after/);
  expect(out).toContain('the stop event of job "bucket" ended with exit code 3');
});

test.each([
  ['plain', 'job "plain" has no stop event', 'it has start'],
  ['db', '"db" is a service, not a job', 'there is bucket, plain'],
  ['buket', 'there is no job "buket", and none is remembered', 'did you mean "bucket"'],
])('the stop event of "%s" is refused', async (job, message, hint) => {
  await using fake = await startFakeEngine();
  const { code, err } = await (await stackOf(fake))('job', 'run', job, '--event', 'stop');
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(err).toContain(hint);
});

test('a job that has left the manifest can still be deleted', async () => {
  await using fake = await startFakeEngine();
  await (await stackOf(fake))('up', '-d');
  const without = manifest.replace(/ {2}bucket:.*(?= {2}plain)/s, '');
  const { code, out } = await (await stackOf(fake, without))('job', 'run', 'bucket', '--event', 'delete');
  expect(code).toBe(0);
  expect(out).toContain('│ dropped');
});

test('a stop event that fails makes the stop incomplete, which is told with its evidence', async () => {
  await using fake = await startFakeEngine();
  const devstack = await stackOf(fake);
  await devstack('up', '-d');
  const { code, out } = await devstack('stop');
  expect(code).toBe(6);
  expect(out).toMatch(/last log +│ halted/);
  expect(out).not.toContain('not started');
});

test('neither a restart nor a removal of stopped containers runs a stop event', async () => {
  await using fake = await startFakeEngine();
  const devstack = await stackOf(fake);
  await devstack('up', '-d');
  expect((await devstack('restart')).out).not.toContain('halted');
  expect((await devstack('up', '-d', '--force-recreate')).out).not.toContain('halted');
  expect((await devstack('rm', '-fs')).out).not.toContain('halted');
  expect((await devstack('restart')).code).toBe(2);
});

test('an image that a delete event needs stays when images are removed', async () => {
  await using fake = await startFakeEngine();
  const devstack = await stackOf(fake);
  await devstack('up', '-d');
  expect((await devstack('down', '--rmi', 'all')).out).toContain(
    'the image "busybox:1.36" stays: a job that is still to be deleted needs it',
  );
  expect((await devstack('down', '-v')).out).toContain('│ dropped');
});

test('a removal that is to go on whatever its events come to says so', async () => {
  await using fake = await startFakeEngine();
  const devstack = await stackOf(fake, manifest.replace('[echo, dropped]', '[sh, -c, exit 4]'));
  await devstack('up', '-d');
  const { code, out } = await devstack('down', '-v');
  expect(code).toBe(6);
  expect(out).toContain('devstack down -v --force');
  expect(await devstack('down', '-v', '--force')).toMatchObject({ code: 0 });
});
