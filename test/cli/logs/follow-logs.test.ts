import { expect, test } from 'vitest';
import { followLogs, type LogSource } from '../../../src/cli/logs/follow-logs.ts';
import { inFolder } from '../../engine/process/support/in-folder.ts';

const now = inFolder();

/** Follows all units until so many different lines have come, and ends these then. */
async function followed(source: Pick<LogSource, 'known' | 'start'>, count: number, ...running: readonly string[]) {
  const { engine, project, signal } = now();
  const lines: string[] = [];
  const print: LogSource['print'] = async (instance, { line }) => {
    lines.push(`${instance} ${line}`);
    if (new Set(lines).size === count) await Promise.all(running.map((handle) => engine.kill(handle, signal)));
  };
  const rest = { isWanted: () => true, cursors: new Map(), learn: async () => undefined };
  await followLogs({ engine, project, print, ...rest, ...source }, signal);
  return lines.toSorted();
}

test('what began and ended while nobody looked is printed too, and what was printed before is not', async () => {
  const { engine, project, start, status, signal } = now();
  const old = await start('echo old', { unit: 'old' });
  await expect.poll(() => status(old)).toBe('exited');
  const { containers: known } = await engine.observe(project, signal);
  const job = await start('echo short', { unit: 'job' });
  await expect.poll(() => status(job)).toBe('exited');
  const app = await start('echo long; sleep 1000');
  expect(await followed({ known, start: {} }, 2, app)).toEqual(['app#1 long', 'job#1 short']);
});

test('no line of a unit is printed before that is known which it got, also of a job that ends during a look', async () => {
  const { engine, project, start, signal } = now();
  const app = await start('echo secret; sleep 1000');
  let isWritten = false;
  let isKnown = false;
  const known: boolean[] = [];
  await followLogs(
    {
      engine: {
        events: (...args) => engine.events(...args),
        logs: (...args) => engine.logs(...args),
        async observe(...args) {
          isWritten = true;
          return await engine.observe(...args);
        },
      },
      async learn() {
        isKnown = isWritten;
      },
      async print() {
        known.push(isKnown);
        await engine.kill(app, signal);
      },
      ...{ project, isWanted: () => true, known: [], start: {}, cursors: new Map() },
    },
    signal,
  );
  expect(known).toEqual([true]);
});

test('what was not wanted of a unit before is not printed, and all of one that has come is', async () => {
  const { engine, project, start, signal } = now();
  const talking = await start('echo before; while sleep 0.1; do echo after; done', { unit: 'talking' });
  await expect.poll(() => Array.fromAsync(engine.logs(talking, { follow: false }, signal))).not.toEqual([]);
  const { containers: known } = await engine.observe(project, signal);
  const app = await start('echo new; sleep 1000');
  const lines = new Set(await followed({ known, start: { tail: 0 } }, 2, talking, app));
  expect(lines).toEqual(new Set(['app#1 new', 'talking#1 after']));
});
