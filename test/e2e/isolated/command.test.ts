import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identityOf, isAlive } from '../../../src/engine/process/identity.ts';
import { devstack } from '../support/devstack.ts';
import { testFolder } from '../support/project.ts';
import { withEngine } from '../support/with-engine.ts';
import { stackUnderTest } from './stack-under-test.ts';

describe('the command of "devstack test"', () => {
  withEngine('finds the units by its environment, and its own output is all there is on standard output', async () => {
    const stack = await stackUnderTest();
    const script = 'echo $DEVSTACK_PROJECT $DEVSTACK_WEB_HOST:$DEVSTACK_WEB_PORT $DEVSTACK_WEB_URL $COLOUR';
    const { stdout, exitCode } = await stack.test('--', 'sh', '-c', script).ended;
    const [, port] = stdout.match(/:(\d+) /) ?? [];
    expect(stdout).toMatch(
      new RegExp(`^${stack.project}-t-[0-9a-f]{8} 127\\.0\\.0\\.1:${port} http://127\\.0\\.0\\.1:${port} red\\n$`),
    );
    expect(exitCode).toBe(0);
    expect(await stack.left()).toEqual([]);
  });

  withEngine.each([
    ['its exit code', 'exit 7', 7],
    ['128 and the number of the signal that ended it', 'kill -TERM $$', 143],
  ])('passes on %s', async (_, script, code) => {
    const stack = await stackUnderTest();
    expect((await stack.test('--', 'sh', '-c', script).ended).exitCode).toBe(code);
    expect(await stack.left()).toEqual([]);
  });

  withEngine('is without an output that its job says to be sensitive, or never wrote, and that is told', async () => {
    const stack = await stackUnderTest(`
jobs:
  login:
    image: busybox:1.36
    command: ["sh", "-c", "echo '{\\"KEY\\":{\\"value\\":\\"opensesame\\",\\"sensitive\\":true}}' > $$DEVSTACK_OUTPUT"]
test: { environment: { KEY: "<\${jobs.login.outputs.KEY}>", USER_NAME: "<\${jobs.login.outputs.NAME}>" } }
`);
    const { stdout, stderr } = await stack.test('--', 'sh', '-c', 'echo $KEY $USER_NAME').ended;
    expect(stdout).toBe('<> <>\n');
    expect(stderr).toContain('warning: "KEY" of "test" is without "KEY" of "login", which is sensitive\nhint: ');
    expect(stderr).toContain('warning: "USER_NAME" of "test" is without "NAME" of "login", which it did not write\n');
    expect(stderr).not.toContain('opensesame');
  });

  withEngine('takes what it has begun with it', async () => {
    const stack = await stackUnderTest();
    const { stdout } = await stack.test('--', 'sh', '-c', 'sleep 3600 >/dev/null 2>&1 & echo $!').ended;
    expect(isAlive(identityOf(Number(stdout)), process)).toBe(false);
  });

  withEngine('is told what keeps it from starting, and the stack is removed', async () => {
    const stack = await stackUnderTest();
    const script = join(stack.folder, 'script');
    await writeFile(script, '#!/no/such/shell\n', { mode: 0o755 });
    const { exitCode, stderr } = await stack.test('--', script).ended;
    expect(exitCode).toBe(126);
    expect(stderr).toContain(`error: "${script}" can not be started: what its first line names`);
    expect(await stack.left()).toEqual([]);
  });

  withEngine('reaches its own stack while another test of the same files is under way', async () => {
    const stack = await stackUnderTest();
    const names = ['sh', '-c', 'wget -qO- $DEVSTACK_WEB_URL; echo $DEVSTACK_PROJECT'];
    const both = await Promise.all([stack.test('--', ...names).ended, stack.test('--', ...names).ended]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const [one, other] = both.map(({ stdout }) => stdout.split('\n'));
    expect(one?.[0]).not.toBe(other?.[0]);
    expect(one?.[1]).not.toBe(other?.[1]);
    expect(await stack.left()).toEqual([]);
  });
});

describe('a command that can not be run is told before there is a stack', () => {
  test.each([
    ['does not exist', ['./nothing'], 127, 'the program "./nothing" does not exist'],
    ['is in no folder of PATH', ['no-such-program'], 127, 'there is no program "no-such-program"'],
    ['is no program', [import.meta.filename], 126, 'is not a program that can be run'],
    ['is a folder', ['/tmp'], 126, 'is not a program that can be run'],
    ['is not named', [], 2, 'missing required argument "command"'],
  ])('where it %s', async (_, command, code, message) => {
    const ended = await devstack(['test', '-f', '/nonexistent', '--', ...command]);
    expect(ended).toMatchObject({ exitCode: code, stdout: '', stderr: expect.stringContaining(message) });
    expect(ended.stderr).toContain('hint: ');
  });

  test('a script that may be executed is found by its path', async () => {
    const script = join(await testFolder(), 'script');
    await writeFile(script, '#!/bin/sh\n');
    await chmod(script, 0o755);
    expect((await devstack(['test', '-f', '/nonexistent', '--', script])).exitCode).toBe(3);
  });
});
