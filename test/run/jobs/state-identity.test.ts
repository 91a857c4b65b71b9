import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { MountSpec } from '../../../src/plan/container-spec.ts';
import type { ObservedContainer } from '../../../src/plan/observed.ts';
import { folderIdentity, identityFrom } from '../../../src/run/jobs/folder-identity.ts';
import { stateIdentity } from '../../../src/run/jobs/state-identity.ts';

async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-state-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe('the identity of data', () => {
  const seen = (mounts: ObservedContainer['mounts'], handle = 'c1', startedAt = 5) =>
    ({ handle, mounts, status: { kind: 'running', startedAt, health: 'none' } }) as unknown as ObservedContainer;
  const identity = (mounts: readonly MountSpec[], container?: ObservedContainer, volumeIdentity?: string) => {
    const volumes = volumeIdentity === undefined ? [] : [{ name: 'p_db', identity: volumeIdentity, owned: true }];
    return stateIdentity(mounts, { container, volumes, marking: 'read' });
  };
  const volume: MountSpec = { type: 'volume', name: 'p_db', target: '/data', readOnly: false };
  const volumeSeen = [{ target: '/data', type: 'volume', source: 'p_db' }] as const;

  test('is that of the named volume, whatever container uses it, and before there is one', async () => {
    expect(await identity([volume], seen(volumeSeen, 'c1'), 'id-1')).toBe('/data=id-1');
    expect(await identity([volume], seen(volumeSeen, 'c2'), 'id-1')).toBe('/data=id-1');
    expect(await identity([volume], undefined, 'id-1')).toBe('/data=id-1');
  });

  test('is another one once the volume is gone', async () => {
    expect(await identity([volume], undefined)).not.toBe(await identity([volume], undefined, 'id-1'));
  });

  test('is the name of an anonymous volume', async () => {
    expect(await identity([], seen([{ target: '/d', type: 'volume', source: 'f00' }]))).toBe('/d=f00');
  });

  test('is the container where there is nothing mounted', async () => {
    expect(await identity([], seen([]))).toBe('container c1');
    expect(await identity([])).not.toBe('container c1');
  });

  test('of tmpfs changes with every start', async () => {
    const mounts: MountSpec[] = [{ type: 'tmpfs', target: '/data' }];
    expect(await identity(mounts, seen([], 'c1', 6))).not.toBe(await identity(mounts, seen([], 'c1', 5)));
  });

  test('does not count what is mounted to be read only', async () => {
    const conf: MountSpec = { type: 'bind', source: '/etc', target: '/conf', readOnly: true, create: false };
    expect(await identity([conf], seen([{ target: '/conf', type: 'bind', source: '/etc' }]))).toBe('container c1');
  });

  test('is the folder of this machine, whatever path the engine knows it by', async () => {
    const folder = await testFolder();
    const data: MountSpec = { type: 'bind', source: folder, target: '/data', readOnly: false, create: true };
    const inMachine = seen([{ target: '/data', type: 'bind', source: `/host_mnt${folder}` }]);
    expect(await identity([data], inMachine)).toBe(`/data=${await folderIdentity(folder, 'read')}`);
  });
});

describe('the identity of a folder', () => {
  test('stays with what is written in it, and is another once the folder was made anew', async () => {
    const folder = join(await testFolder(), 'data');
    await mkdir(folder);
    const first = await folderIdentity(folder, 'make');
    await writeFile(join(folder, 'row'), 'one');
    expect(await folderIdentity(folder, 'make')).toBe(first);
    // The file system is free to give the new one the same inode, and older ones of Linux count time in ticks of some ms.
    const anew = async () => {
      await rm(folder, { recursive: true });
      await mkdir(folder);
      return await folderIdentity(folder, 'make');
    };
    await expect.poll(anew).not.toBe(first);
  });

  test('can not be told of one that is not there', async () => {
    expect(await folderIdentity(join(await testFolder(), 'none'), 'make')).toBe('unknown');
  });

  const noBirth = { ino: 7n, birthtimeNs: 0n };

  test('is kept in a file beside it where the file system tells no time of birth, never in it', async () => {
    const around = await testFolder();
    const folder = join(around, 'data');
    await mkdir(folder);
    const first = await identityFrom(folder, noBirth, 'make');
    expect(first).toMatch(/^folder 7 [0-9a-f-]{36}$/);
    expect(await identityFrom(folder, noBirth, 'read')).toBe(first);
    expect(await readdir(around)).toEqual(['.data.devstack-id', 'data']);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a look makes no such file', async () => {
    const around = await testFolder();
    expect(await identityFrom(join(around, 'data'), noBirth, 'read')).toBe('unknown');
    expect(await readdir(around)).toEqual([]);
  });

  test('can not be told where there is neither a time of birth nor a place for such a file', async () => {
    expect(await identityFrom('/proc/data', noBirth, 'make')).toBe('unknown');
  });
});
