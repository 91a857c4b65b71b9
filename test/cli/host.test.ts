import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { makeHost } from '../../src/cli/host.ts';

const host = makeHost(process);
const onLinux = test.runIf(process.platform === 'linux');

describe('a process of this host', () => {
  test('is alive as long as it runs', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    await once(child, 'spawn');
    const identity = { pid: child.pid ?? 0, start: '', bootId: host.process.bootId };
    expect(host.isAlive(identity)).toBe(true);
    child.kill();
    await once(child, 'exit');
    expect(host.isAlive(identity)).toBe(false);
  });

  test('is this one', () => {
    expect(host.process.pid).toBe(process.pid);
    expect(host.isAlive(host.process)).toBe(true);
  });

  onLinux('is not alive when its pid has been given to another', () => {
    expect(host.isAlive({ ...host.process, start: '1' })).toBe(false);
  });

  onLinux('is not alive after a restart of the machine', () => {
    expect(host.isAlive({ ...host.process, bootId: 'another' })).toBe(false);
  });
});

test('the environment stays as it was at the start', () => {
  const environment = { ...process.env, NAME: 'before' };
  const { environment: seen } = makeHost({ ...process, env: environment, kill: process.kill });
  environment.NAME = 'after';
  expect(seen.NAME).toBe('before');
});
