import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { FolderWatch } from '../../../src/engine/process/folder-watch.ts';

const signal = AbortSignal.timeout(20_000);

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

async function watchedFolder(longestRest: number): Promise<{ readonly folder: string; readonly watch: FolderWatch }> {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-watch-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  const watch = new FolderWatch(folder, longestRest);
  onTestFinished(() => watch[Symbol.dispose]());
  return { folder, watch };
}

/** How long it takes until it is time to look, where the system tells nothing; ms. */
async function restOf(watch: FolderWatch): Promise<number> {
  let rest = 0;
  let isTime = false;
  const changed = watch.changed(signal).then(() => {
    isTime = true;
  });
  for (; !isTime; rest += 100) await vi.advanceTimersByTimeAsync(100);
  await changed;
  return rest;
}

const rests = async (watch: FolderWatch, count: number): Promise<readonly number[]> => {
  const all: number[] = [];
  for (let look = 0; look < count; look++) all.push(await restOf(watch));
  return all;
};

test('a folder in which nothing happens is looked at more and more seldom', async () => {
  const { watch } = await watchedFolder(3000);
  expect(await rests(watch, 5)).toEqual([500, 1000, 2000, 3000, 3000]);
});

test.runIf(process.platform === 'linux')(
  'a change is told without any time going by, and the folder looked at soon again',
  async () => {
    const { folder, watch } = await watchedFolder(3000);
    await rests(watch, 4);
    const changed = watch.changed(signal);
    await mkdir(join(folder, 'new'));
    await changed;
    expect(await rests(watch, 2)).toEqual([500, 1000]);
  },
);

test('a folder of which the system tells nothing is looked at every half second', async () => {
  using watch = new FolderWatch(join(tmpdir(), 'devstack-watch-of-none', 'log'), 3000);
  expect(await rests(watch, 3)).toEqual([500, 500, 500]);
});
