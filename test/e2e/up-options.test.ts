import { describe, expect } from 'vitest';
import { devstack, type Ended, start } from './support/devstack.ts';
import { containersOf, leftOf } from './support/engine.ts';
import { composeFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

const sleeper = 'image: busybox:1.36\n    init: true\n    command: sleep 1000';

interface Stack {
  readonly project: string;
  readonly args: readonly string[];
  run(...args: readonly string[]): Promise<Ended>;
}

async function stackOf(text: string): Promise<Stack> {
  const project = testProject();
  const args = ['-f', await composeFolder(text), '-p', project];
  return { project, args, run: (...more) => devstack([...args, ...more]) };
}

const runningIn = async (project: string): Promise<readonly string[]> =>
  [...(await containersOf(project)).values()].flatMap(({ unit, running }) => (running ? [unit] : [])).sort();

describe('an attached run ends', () => {
  withEngine('with --abort-on-container-exit at the first exit, with its code, and stops the rest', async () => {
    const { project, run } = await stackOf(`
services:
  rest:
    ${sleeper}
  tests:
    image: busybox:1.36
    command: sh -c 'echo testing; exit 3'
    depends_on: [rest]
`);
    const { exitCode, stdout } = await run('up', '--abort-on-container-exit');
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: expect.stringContaining('testing') });
    expect(await runningIn(project)).toEqual([]);
  });

  withEngine('with --exit-code-from with the code of that unit', async () => {
    const { run } = await stackOf(`
services:
  hasty: { image: "busybox:1.36", command: "true", depends_on: { tests: { condition: service_healthy } } }
  tests:
    image: busybox:1.36
    command: sh -c 'trap "exit 4" TERM; touch /up; sleep 1000 & wait'
    healthcheck: { test: [CMD, test, -f, /up], interval: 100ms }
`);
    expect(await run('up', '--exit-code-from', 'tests')).toMatchObject({ exitCode: 4 });
  });

  withEngine('never, when it is detached: that is refused', async () => {
    const { run } = await stackOf(`services:\n  app:\n    ${sleeper}\n`);
    expect(await run('up', '-d', '--abort-on-container-exit')).toMatchObject({ exitCode: 2 });
  });
});

describe('up', () => {
  withEngine('--no-start makes everything and starts nothing, and start starts it', async () => {
    const { project, run } = await stackOf(`services:\n  app:\n    ${sleeper}\n`);
    expect(await run('up', '--no-start')).toMatchObject({ exitCode: 0 });
    expect((await containersOf(project)).get('app')).toMatchObject({ running: false });
    expect(await run('start')).toMatchObject({ exitCode: 0 });
    expect(await runningIn(project)).toEqual(['app']);
  });

  withEngine('--no-deps brings up what is named alone', async () => {
    const { project, run } = await stackOf(`
services:
  db:
    ${sleeper}
  app:
    ${sleeper}
    depends_on: [db]
`);
    expect(await run('up', '-d', '--no-deps', 'app')).toMatchObject({ exitCode: 0 });
    expect(await runningIn(project)).toEqual(['app']);
  });

  withEngine('--force-recreate makes what is named anew, and --no-recreate nothing', async () => {
    const { project, run } = await stackOf(`services:\n  app:\n    ${sleeper}\n  other:\n    ${sleeper}\n`);
    await run('up', '-d');
    const before = await containersOf(project);
    expect(await run('up', '-d', '--force-recreate', 'app')).toMatchObject({ exitCode: 0 });
    const after = await containersOf(project);
    expect(after.get('app')?.id).not.toBe(before.get('app')?.id);
    expect(after.get('other')).toEqual(before.get('other'));
  });

  withEngine('--wait-timeout gives up on what is not ready by then, and says on what', async () => {
    const { run } = await stackOf(`
services:
  app:
    ${sleeper}
    healthcheck: { test: "false", interval: 1s, retries: 1000 }
`);
    const { exitCode, stdout } = await run('up', '-d', '--wait-timeout', '1');
    expect(exitCode).toBe(5);
    expect(stdout).toMatch(/app/);
  });

  withEngine('takes in the units of a profile that is asked for', async () => {
    const { project, args, run } = await stackOf(`
services:
  app:
    ${sleeper}
  debug:
    ${sleeper}
    profiles: [debug]
`);
    expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
    expect(await runningIn(project)).toEqual(['app']);
    expect(await devstack([...args, '--profile', 'debug', 'up', '-d'])).toMatchObject({ exitCode: 0 });
    expect(await runningIn(project)).toEqual(['app', 'debug']);
  });

  withEngine('--no-attach leaves the lines of a unit out', async () => {
    const { args } = await stackOf(`
services:
  loud: { image: "busybox:1.36", command: "sh -c 'echo loud line; exec sleep 1000'", init: true }
  wanted:
    image: busybox:1.36
    init: true
    command: sh -c 'echo wanted line; exec sleep 1000'
    depends_on: [loud]
`);
    const run = start([...args, 'up', '--no-attach', 'loud']);
    await run.wrote('wanted line');
    run.child.kill('SIGINT');
    const { stdout } = await run.ended;
    expect(stdout).not.toContain('loud line');
  });

  withEngine('down --rmi local takes the images along that were built here', async () => {
    const { project, run } = await stackOf(`
services:
  app: { build: { dockerfile_inline: "FROM busybox:1.36\\nLABEL a=b\\n" }, init: true, command: "sleep 1000" }
`);
    expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
    const { stdout, exitCode } = await run('down', '-v', '--rmi', 'local');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining(`${project}-app removed`) });
    expect(await leftOf(project)).toEqual([]);
  });
});
