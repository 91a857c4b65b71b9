import { expect, onTestFinished, test } from 'vitest';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { engineOf, planOf, play } from '../support/stage-play.ts';

/** What nobody takes notice of ends the program with the report of a bug. */
function unnoticed(): readonly unknown[] {
  const rejections: unknown[] = [];
  const collect = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', collect);
  onTestFinished(() => void process.off('unhandledRejection', collect));
  return rejections;
}

test('an interrupt in the middle of the first look ends the run, and nothing is left that fails unnoticed', async () => {
  await using fake = await startFakeEngine();
  const rejections = unnoticed();
  const { run } = play(engineOf(fake), await planOf('services: { web: { image: "busybox:1.36" } }'), {
    observer: ({ type }) => {
      if (type === 'run.started') run.send({ type: 'stop' });
    },
  });
  expect(await run.done).toEqual({ kind: 'stopped', wasReady: false, complete: true });
  await new Promise(setImmediate);
  expect(rejections).toEqual([]);
});
