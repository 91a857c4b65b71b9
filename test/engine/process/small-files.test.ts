import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makePrivate } from '../../../src/engine/process/small-files.ts';

describe('a folder for its owner alone', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'devstack-private-'));
  });
  afterEach(async () => await rm(folder, { recursive: true, force: true }));

  test('is made with those that it is in, by several at the same time', async () => {
    const path = join(folder, 'a/b/c');
    await Promise.all([makePrivate(path), makePrivate(path), makePrivate(join(folder, 'a/b/d'))]);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'a/b/d'))).isDirectory()).toBe(true);
  });

  test('is left as it is where it is there', async () => {
    await makePrivate(join(folder, 'a'));
    await writeFile(join(folder, 'a/file'), 'text');
    await makePrivate(join(folder, 'a'));
    expect((await stat(join(folder, 'a/file'))).size).toBe(4);
  });

  test('is not made where a file is', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(makePrivate(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makePrivate(join(folder, 'file/below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  test.runIf(process.platform === 'linux')('is refused at once where the kernel makes none', async () => {
    await expect(makePrivate('/proc/devstack/a/b')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  // Not even root may write below /sys.
  test.runIf(process.platform === 'linux')('that can not be written is told, with what to do', async () => {
    await expect(makePrivate('/sys/devstack/a')).rejects.toMatchObject({
      failure: {
        family: 'engine',
        message: expect.stringMatching(/^"\/sys\/devstack", where devstack keeps .* can not be written: /),
        hint: expect.stringContaining('XDG_STATE_HOME'),
      },
    });
  });
});
