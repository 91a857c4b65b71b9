import { expect, test } from 'vitest';
import { followLogs } from '../../../src/cli/logs/follow-logs.ts';
import { inFolder } from '../../engine/process/support/in-folder.ts';

const now = inFolder();

test('what began and ended while nobody looked is printed too, and what was printed before is not', async () => {
  const { engine, project, start, status, signal } = now();
  const old = await start('echo old', { unit: 'old' });
  await expect.poll(() => status(old)).toBe('exited');
  const { containers: known } = await engine.observe(project, signal);
  const job = await start('echo short', { unit: 'job' });
  await expect.poll(() => status(job)).toBe('exited');
  const app = await start('echo long; sleep 1000', { unit: 'app' });
  const lines: string[] = [];
  await followLogs(
    {
      engine,
      project,
      isWanted: () => true,
      known,
      cursors: new Map(),
      learn: async () => undefined,
      async print(instance, { line }) {
        lines.push(`${instance} ${line}`);
        if (lines.length === 2) await engine.kill(app, signal);
      },
    },
    signal,
  );
  expect(lines.toSorted()).toEqual(['app#1 long', 'job#1 short']);
});
