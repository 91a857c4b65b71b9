import { readdir } from 'node:fs/promises';
import { describe, expect, onTestFinished } from 'vitest';
import { database } from '../support/database.ts';
import { devstack } from '../support/devstack.ts';
import { testFolder } from '../support/project.ts';
import { withEngine } from '../support/with-engine.ts';
import { stackUnderTest } from './stack-under-test.ts';

const broken = `
services:${database}
jobs:
  migrate:
    from: db
    environment: { PGHOST: db }
    command: ["psql", "-v", "ON_ERROR_STOP=1", "-c", "ALTER TABLE nowhere ADD colour text"]
    depends_on: [db]
`;

const unready = `
services:
  web: { image: "busybox:1.36", init: true, command: ["sleep", "3600"], ready: { tcp: { port: 80 } } }
`;

describe('"devstack test"', () => {
  withEngine('does not run the command where a migration fails, and shows what the database said', async () => {
    const stack = await stackUnderTest(broken);
    const { exitCode, stdout, stderr } = await stack.test('--', 'echo', 'the command ran').ended;
    expect(exitCode).toBe(5);
    expect(stderr).toContain('relation "nowhere" does not exist');
    expect(stdout).toBe('');
    expect(await stack.left()).toEqual([]);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    withEngine(`removes what there is where ${signal} comes before the stack is ready`, async () => {
      const stack = await stackUnderTest(unready);
      const running = stack.test('--', 'true');
      await running.wrote(/web +asking/);
      running.child.kill(signal);
      expect((await running.ended).exitCode).toBe(130);
      expect(await stack.left()).toEqual([]);
    });
  }

  withEngine('passes a signal on to the command, waits for its end and removes the stack', async () => {
    const stack = await stackUnderTest();
    const script = 'trap "echo told; exit 3" TERM; echo waiting; while :; do sleep 0.1; done';
    const running = stack.test('--', 'sh', '-c', script);
    await running.wrote('waiting');
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ exitCode: 3, stdout: 'waiting\ntold\n' });
    expect(await stack.left()).toEqual([]);
  });

  withEngine('ends a command that does not listen at the second signal', async () => {
    const stack = await stackUnderTest();
    const running = stack.test('--', 'sh', '-c', 'trap "echo told" TERM; echo waiting; while :; do sleep 0.1; done');
    await running.wrote('waiting');
    running.child.kill('SIGTERM');
    await running.wrote('told');
    running.child.kill('SIGTERM');
    expect((await running.ended).exitCode).toBe(137);
    expect(await stack.left()).toEqual([]);
  });

  withEngine(
    'leaves in the middle of the removal when it is asked to, and what is left goes all the same',
    async () => {
      const told = await testFolder();
      const stack = await stackUnderTest(`
services:
  web:
    image: busybox:1.36
    command: ["sh", "-c", "trap 'echo told >/told/by' TERM; echo set; while :; do sleep 0.1; done"]
    ready: { log: set }
    stop_grace_period: 20s
    volumes: ["${told}:/told"]
`);
      const running = stack.test('--', 'true');
      await expect.poll(() => readdir(told)).toEqual(['by']);
      running.child.kill('SIGINT');
      const { exitCode, stderr } = await running.ended;
      expect(exitCode).toBe(130);
      expect(stderr).toMatch(
        new RegExp(`note: what is left of "${stack.project}-t-\\w{8}" is removed in the background`),
      );
      await expect.poll(() => stack.left()).toEqual([]);
    },
  );

  withEngine('with --keep leaves the stack, and says how to look at it and to remove it', async () => {
    const stack = await stackUnderTest();
    const { stderr, stdout } = await stack.test('--keep', '--', 'sh', '-c', 'echo $DEVSTACK_PROJECT').ended;
    const advised = [...stderr.matchAll(/ {2}devstack (.*)$/gm)].map(([, line = '']) => line.split(' '));
    expect(advised.map((line) => line.at(-1))).toEqual(['attach', 'logs', '-v']);
    const [, logs = [], down = []] = advised;
    expect((await devstack([...down.slice(0, -2), 'ps'])).stdout).toMatch(/^web .* 127\.0\.0\.1:\d+→8000$/m);
    expect((await devstack(logs)).exitCode).toBe(0);
    // Nobody owns it any more, so that the next test leaves it alone.
    await stack.test('--', 'true').ended;
    expect(await stack.left()).toContain(`${stdout.trim()}-front`);
    expect((await devstack(down)).exitCode).toBe(0);
    expect(await stack.left()).toEqual([]);
  });

  withEngine('with --keep leaves a stack that can be changed without taking names or ports of others', async () => {
    const stack = await stackUnderTest();
    const { stdout } = await stack.test('--keep', '--', 'sh', '-c', 'echo $DEVSTACK_PROJECT').ended;
    const kept = ['-f', stack.folder, '-p', stdout.trim()];
    onTestFinished(async () => void (await devstack([...kept, 'down', '-v'])));
    const before = await stack.left();
    expect((await devstack([...kept, 'restart', 'web'])).exitCode).toBe(0);
    expect((await devstack([...kept, 'up', '-d'])).stdout).toContain('nothing to change');
    expect(await stack.left()).toEqual(before);
  });

  withEngine('goes no further than the stage that it is told', async () => {
    const stack = await stackUnderTest(`
stages: [one, two]
services:
  first: { stage: one, image: "busybox:1.36", init: true, command: ["sleep", "3600"], expose: ["80"] }
  second: { stage: two, image: "busybox:1.36", init: true, command: ["sleep", "3600"], expose: ["80"] }
`);
    const { stdout } = await stack.test('--through', 'one', '--', 'env').ended;
    expect(stdout).toMatch(/^DEVSTACK_FIRST_PORT=/m);
    expect(stdout).not.toContain('DEVSTACK_SECOND');
  });

  withEngine('brings up only what the tests are said to need', async () => {
    const stack = await stackUnderTest(`
services:
  first: { image: "busybox:1.36", init: true, command: ["sleep", "3600"], expose: ["80"] }
  second: { image: "busybox:1.36", init: true, command: ["sleep", "3600"], expose: ["80"] }
test: { services: [first], environment: { COLOUR: blue } }
`);
    const { stdout } = await stack.test('--', 'env').ended;
    expect(stdout).toMatch(/^COLOUR=blue$/m);
    expect(stdout).not.toContain('DEVSTACK_SECOND');
  });
});
