import type { ExecInspectInfo } from 'dockerode';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../../../src/engine/docker/exec.ts';

test('the exit code of a command is had also from an engine that takes its time to note it', async () => {
  let looks = 0;
  const exec = {
    async inspect() {
      const isNoted = ++looks > 8;
      return { Running: !isNoted, ExitCode: isNoted ? 3 : null } as ExecInspectInfo;
    },
  };
  expect(await exitCodeOf(exec, AbortSignal.timeout(30_000))).toBe(3);
});
