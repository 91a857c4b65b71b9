import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { whenEmpty } from '../../../src/engine/docker/when-empty.ts';

const id = 'e4'.repeat(32);
const inUse = 'populated 1\nfrozen 0\n';
/** Longest that a machine with a lot to do may take to tell of a file, ms. */
const patience = { timeout: 10_000 };

const empty = 'populated 0\nfrozen 0\n';

/** A place of control groups, with one where `group` says. */
async function placeWith(group: string, events: string) {
  const place = await mkdtemp(join(tmpdir(), 'devstack-groups-'));
  const file = join(place, group, 'cgroup.events');
  await mkdir(dirname(file), { recursive: true });
  // A path may go through it, and up again.
  await mkdir(join(place, 'docker'), { recursive: true });
  await writeFile(file, events);
  const calls = vi.fn<() => void>();
  return {
    calls,
    file,
    watch: (places = [place], of = id) => whenEmpty(of, calls, places),
    [Symbol.asyncDispose]: () => rm(place, { recursive: true }),
  };
}

test.each([['docker/'.concat(id)], [`system.slice/docker-${id}.scope`]])(
  'a container has ended when its group is empty: %s',
  async (group) => {
    await using place = await placeWith(group, inUse);
    place.watch(['/nowhere', dirname(place.file).slice(0, -group.length - 1)]);
    await writeFile(place.file, 'populated 1\nfrozen 1\n');
    expect(place.calls).not.toHaveBeenCalled();
    await writeFile(place.file, empty);
    await vi.waitFor(() => expect(place.calls).toHaveBeenCalledOnce(), patience);
    await writeFile(place.file, `${empty}\n`);
    expect(place.calls).toHaveBeenCalledOnce();
  },
);

test('a container has ended when its group is gone', async () => {
  await using place = await placeWith(`docker/${id}`, inUse);
  place.watch();
  await rm(dirname(place.file), { recursive: true });
  await vi.waitFor(() => expect(place.calls).toHaveBeenCalledOnce(), patience);
});

test.each([
  ['none of its processes has begun', `docker/${id}`, empty, id],
  ['it has no group here', `docker/${'a'.repeat(64)}`, inUse, id],
  ['what is in the file says nothing of it', `docker/${id}`, 'frozen 0\n', id],
  ['it is none of this engine', 'docker/..', inUse, '..'],
])('nothing is told of a container where %s', async (_, group, events, of) => {
  await using place = await placeWith(group, events);
  const end = place.watch(undefined, of);
  await writeFile(place.file, empty);
  // A watch that there is tells of its own file first.
  await using other = await placeWith(`docker/${id}`, inUse);
  other.watch();
  await writeFile(other.file, empty);
  await vi.waitFor(() => expect(other.calls).toHaveBeenCalledOnce(), patience);
  expect(place.calls).not.toHaveBeenCalled();
  end();
});

test('nothing is told once the watch is over', async () => {
  await using place = await placeWith(`docker/${id}`, inUse);
  const second = vi.fn<() => void>();
  const end = place.watch();
  end();
  whenEmpty(id, second, [dirname(dirname(dirname(place.file)))]);
  await writeFile(place.file, empty);
  await vi.waitFor(() => expect(second).toHaveBeenCalledOnce(), patience);
  expect(place.calls).not.toHaveBeenCalled();
});
