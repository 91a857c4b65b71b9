import { describe, expect } from 'vitest';
import { devstack, start } from './support/devstack.ts';
import { containersOf } from './support/engine.ts';
import { manifestFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

/** A container has no end of its own for a signal that comes before its program has taken it over. */
const stops = `"trap 'exit 0' TERM; echo took over; while :; do sleep 3600 & wait $$!; done"`;

const slow = `
name: any
services:
  first: { image: "busybox:1.36", command: ["sh", "-c", ${stops}] }
  second:
    image: busybox:1.36
    command: ["sh", "-c", ${stops}]
    ready: { exec: ["test", "-f", "/never"] }
    depends_on: { first: { condition: ready } }
  third:
    image: busybox:1.36
    command: ["sh", "-c", ${stops}]
    depends_on: { second: { condition: ready } }
`;

describe('in the middle of an "up"', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    withEngine(`${signal} stops everything that the run started, and removes nothing`, async () => {
      const project = testProject();
      const run = start(['up', '-f', await manifestFolder(slow), '-p', project]);
      await run.wrote(/first +│ took over/);
      await run.wrote(/second +│ took over/);
      run.child.kill(signal);

      expect(await run.ended).toMatchObject({ exitCode: 130 });
      const containers = await containersOf(project);
      expect(containers.get('first')).toMatchObject({ running: false, exitCode: 0 });
      expect(containers.get('second')).toMatchObject({ running: false, exitCode: 0 });
      expect(containers.get('third')?.running ?? false).toBe(false);
    });
  }

  withEngine('what ran before goes on running', async () => {
    const project = testProject();
    const folder = await manifestFolder(slow);
    await devstack(['up', '-d', 'first', '-f', folder, '-p', project]);
    const run = start(['up', '-f', folder, '-p', project]);
    await run.wrote(/second +│ took over/);
    run.child.kill('SIGINT');

    expect(await run.ended).toMatchObject({ exitCode: 130 });
    expect((await containersOf(project)).get('first')).toMatchObject({ running: true });
    expect((await containersOf(project)).get('second')).toMatchObject({ running: false });
  });

  withEngine('SIGHUP leaves everything running', async () => {
    const project = testProject();
    const run = start(['up', '-f', await manifestFolder(slow), '-p', project]);
    await run.wrote(/second +│ took over/);
    run.child.kill('SIGHUP');

    expect(await run.ended).toMatchObject({ exitCode: 0 });
    const containers = await containersOf(project);
    for (const unit of ['first', 'second']) expect(containers.get(unit)).toMatchObject({ running: true });
  });
});

describe('a unit that does not react to being stopped', () => {
  const stubborn = `
name: any
services:
  deaf:
    image: busybox:1.36
    command: ["sh", "-c", "trap '' TERM; touch /tmp/up; while :; do sleep 1; done"]
    ready: { exec: ["test", "-f", "/tmp/up"] }
    stop_grace_period: 10m
`;

  withEngine('is killed by the second Ctrl-C', async () => {
    const project = testProject();
    const run = start(['up', '-f', await manifestFolder(stubborn), '-p', project]);
    await run.wrote(`${project}  ready after`);
    run.child.kill('SIGINT');
    await run.wrote(/deaf +stopping/);
    run.child.kill('SIGINT');

    expect(await run.ended).toMatchObject({ exitCode: 0 });
    expect((await containersOf(project)).get('deaf')).toMatchObject({ running: false, exitCode: 137 });
  });
});

describe('attached to a stack that is ready', () => {
  const steady = `
name: any
services:
  api: { image: "busybox:1.36", command: ["sh", "-c", "while echo hello; do sleep 0.1; done"], init: true }
`;

  withEngine('Ctrl-C stops it, and that is no failure', async () => {
    const project = testProject();
    const run = start(['up', '-f', await manifestFolder(steady), '-p', project]);
    await run.wrote(`${project}  ready after`);
    await run.wrote(/api +│ hello/);
    run.child.kill('SIGINT');
    expect(await run.ended).toMatchObject({ exitCode: 0 });
    expect((await containersOf(project)).get('api')).toMatchObject({ running: false });
  });

  withEngine('a reader that has enough of its lines leaves it running', async () => {
    const project = testProject();
    const run = start(['up', '-f', await manifestFolder(steady), '-p', project]);
    await run.wrote(`${project}  ready after`);
    await run.wrote(/api +│ hello/);
    run.child.stdout?.destroy();
    expect(await run.ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await containersOf(project)).get('api')).toMatchObject({ running: true });
  });
});
