import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { devstack, start } from './support/devstack.ts';
import { execIn } from './support/engine.ts';
import { manifestFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

const secret = 'sup3r-s3cret-tok3n';

const manifest = (migrate: string, timeout = '30s') => `
name: any
stages: [data, { name: work, timeout: ${timeout} }, app]
services:
  db: { image: "busybox:1.36", init: true, command: [sleep, infinity], stage: data }
  api: { image: "busybox:1.36", init: true, command: [sleep, infinity], stage: app }
jobs:
  migrate: { image: "busybox:1.36", init: true, command: [sh, -c, '${migrate}'], stage: work }
`;
const good = `echo "{\\"KEY\\":{\\"value\\":\\"${secret}\\",\\"sensitive\\":true}}" > /devstack-output/outputs.json; echo key ${secret}`;

/** The runs of a project as `history --json` has them, found by its name alone. */
async function runsOf(project: string): Promise<readonly Record<string, unknown>[]> {
  return JSON.parse((await devstack(['history', '-p', project, '--json'])).stdout);
}

describe('the history of a stack', () => {
  withEngine('tells what each run did, over "down", until "down -v"', async () => {
    const project = testProject();
    const folder = await manifestFolder(manifest(good));
    const up = ['up', '-d', '-f', folder, '-p', project];
    await devstack(up);
    await devstack(up);
    await writeFile(join(folder, 'devstack.yaml'), manifest(`echo no ${secret} luck; exit 3`));
    expect(await devstack(up)).toMatchObject({ exitCode: 5 });
    await devstack(['down', '-p', project]);

    const runs = await runsOf(project);
    expect(runs).toMatchObject([
      { command: 'down', outcome: 'stopped' },
      { command: 'up', outcome: 'failed', firstFailure: 'job "migrate" ended with exit code 3' },
      { command: 'up', outcome: 'ready', stages: [{ status: 'done' }, { status: 'done' }, { status: 'done' }] },
    ]);
    const { stdout } = await devstack(['explain', '-p', project, String(runs[1]?.id)]);
    expect(stdout).toMatch(/migrate +run: command changed/);
    expect(stdout).toMatch(/last log +│ no •+ luck/);
    const { stdout: first } = await devstack(['explain', '-p', project, String(runs[2]?.id), '--json']);
    expect(JSON.parse(first).units).toMatchObject([{}, { instance: 'migrate#1', outputs: ['KEY'] }, {}]);
    expect(stdout + first).not.toContain(secret);

    await devstack(['down', '-v', '-p', project]);
    expect(await runsOf(project)).toEqual([]);
  });

  withEngine('tells of a run that was killed, and of the one that took over', async () => {
    const project = testProject();
    const folder = await manifestFolder(manifest('until [ -e /go ]; do sleep 0.1; done; echo done'));
    const run = start(['up', '-d', '-f', folder, '-p', project, '--ui', 'plain']);
    await run.wrote(/migrate +started/);
    await expect.poll(async () => (await runsOf(project)).length).toBe(1);
    run.child.kill('SIGKILL');
    await run.ended;

    expect(await runsOf(project)).toMatchObject([{ command: 'up', goesOn: false, failed: true }]);
    await execIn(project, 'migrate', ['touch', '/go']);
    const { stdout } = await devstack(['explain', '-p', project]);
    expect(stdout).toContain('did not end');
    expect(await devstack(['up', '-d', '-f', folder, '-p', project])).toMatchObject({ exitCode: 0 });
    expect((await devstack(['explain', '-p', project])).stdout).toMatch(/migrate +(taken over|run|skipped): /);
  });
});

describe('a stage', () => {
  withEngine('that is not through in its time fails, stops its job, and names what it waited for', async () => {
    const project = testProject();
    const folder = await manifestFolder(manifest('echo working; sleep 300', '15s'));
    const { exitCode, stdout } = await devstack(['up', '-d', '-f', folder, '-p', project, '--ui', 'plain']);
    expect(exitCode).toBe(5);
    expect(stdout).toMatch(/stage 2\/3 work failed after \S+s: not through within 15\.0s: migrate \(runs\)/);
    expect(stdout).toMatch(/stage 3\/3 app canceled: /);
    expect(stdout).toMatch(/why +job "migrate" had not ended when the 15\.0s of stage "work" were over/);
    expect(stdout).toMatch(/last log +│ working/);
    const { stdout: ps } = await devstack(['ps', '-a', '-p', project, '--json']);
    expect(JSON.parse(ps)).toContainEqual(expect.objectContaining({ unit: 'migrate', state: 'exited' }));
  });

  withEngine('can be where a run begins, once all before it is there', async () => {
    const project = testProject();
    const folder = await manifestFolder(manifest('echo done'));
    const up = ['up', '-d', '-f', folder, '-p', project];
    const early = await devstack([...up, '--from', 'app']);
    expect(early).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('run: devstack up --through work') });
    await devstack([...up, '--through', 'work']);
    expect(await devstack([...up, '--from', 'app'])).toMatchObject({ exitCode: 0 });
  });
});
