import { describe, expect } from 'vitest';
import { devstack, start } from './support/devstack.ts';
import { execIn } from './support/engine.ts';
import { manifestFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

/** A job that writes a line into a volume, and goes on until a file lets it end; a service that shows the lines. */
const counting = `
name: any
jobs:
  count:
    image: busybox:1.36
    command: ["sh", "-c", "echo ran >>/data/lines; echo counted; until [ -f /data/go ]; do sleep 0.05; done"]
    volumes: ["data:/data"]
services:
  after:
    image: busybox:1.36
    init: true
    command: ["sh", "-c", "cat /data/lines; exec sleep 1000"]
    volumes: ["data:/data"]
    depends_on: [count]
  gate:
    image: busybox:1.36
    init: true
    command: ["sleep", "1000"]
    volumes: ["data:/data"]
volumes: { data: {} }
`;

async function linesOf(project: string): Promise<string> {
  return (await devstack(['-p', project, 'exec', 'gate', 'cat', '/data/lines'])).stdout;
}

describe('two runs of "up" at once', () => {
  withEngine('the second waits for the first, says for whom, and then has nothing left to do', async () => {
    const project = testProject();
    const args = ['up', '-d', '-f', await manifestFolder(counting), '-p', project];
    const first = start(args);
    await first.wrote(/count +started/);
    await first.wrote(/gate +ready/);
    const second = start(args);
    await second.wrote(/waits for "devstack up"/);
    await execIn(project, 'gate', ['touch', '/data/go']);

    expect(await first.ended).toMatchObject({ exitCode: 0 });
    expect(await second.ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing changed') });
    expect(await linesOf(project)).toBe('ran\n');
  });
});

describe('a second "job run" of one job', () => {
  withEngine('waits for the first, also beside an "up" that stays, and is served by what that has done', async () => {
    const project = testProject();
    const stack = ['-f', await manifestFolder(counting), '-p', project];
    const attached = start([...stack, 'up', 'gate']);
    await attached.wrote(/is ready|ready after/);
    const first = start([...stack, 'job', 'run', 'count']);
    await first.wrote(/count +started/);
    const second = start([...stack, 'job', 'run', 'count']);
    await second.wrote(/waits for "devstack job run"/);
    await execIn(project, 'gate', ['touch', '/data/go']);

    expect(await first.ended).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/count +exit 0/) });
    expect(await second.ended).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/count +cached/) });
    expect(await linesOf(project)).toBe('ran\n');
    attached.child.kill('SIGHUP');
    expect(await attached.ended).toMatchObject({ exitCode: 0 });
  });
});
