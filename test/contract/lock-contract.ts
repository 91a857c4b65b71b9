import { expect, test } from 'vitest';
import type { LockHolder } from '../../src/engine/project-lock.ts';
import { ownProcess } from '../support/test-host.ts';
import type { Subject } from './engine-contract.ts';
import { projectFixture } from './project-fixture.ts';

const holder = (overrides: Partial<LockHolder> = {}): LockHolder => ({
  command: 'devstack up',
  host: 'laptop',
  process: ownProcess,
  since: 1_700_000_000_000,
  ...overrides,
});

/** The lock against two runs; the engine under test is on the machine "laptop" (test-host.ts). */
export function lockContract(subject: () => Subject): void {
  const project = projectFixture(subject);

  test('one of many gets the lock, the others are told who has it', async () => {
    const { engine, name, signal } = project();
    const locks = [1, 2, 3, 4].map(() => engine.lock(name));
    const outcomes = await Promise.all(locks.map((lock) => lock.acquire(holder(), signal)));
    expect(outcomes.filter(({ kind }) => kind === 'held')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'busy')).toMatchObject([1, 2, 3].map(() => ({ holder: holder() })));
    await Promise.all(locks.map((lock) => lock.release(signal)));
  });

  test('a released lock can be had, and who waits for it learns of it', async () => {
    const { engine, name, signal } = project();
    const [first, second] = [engine.lock(name), engine.lock(name)];
    await first.acquire(holder(), signal);
    await second.acquire(holder(), signal);
    const released = second.released(signal);
    await first.release(signal);
    await released;
    expect(await second.acquire(holder(), signal)).toEqual({ kind: 'held' });
    await second.release(signal);
  });

  test.each([
    ['ended', { ...ownProcess, pid: 99 }],
    ['gave its pid to another process', { ...ownProcess, start: '999' }],
    ['ended with a reboot of the machine', { ...ownProcess, bootId: 'boot-0' }],
  ])('the lock of a process of this machine that %s is taken over', async (_, process) => {
    const { engine, name, signal } = project();
    const [dead, lock] = [engine.lock(name), engine.lock(name)];
    await dead.acquire(holder({ process }), signal);
    await lock.released(signal);
    expect(await lock.acquire(holder(), signal)).toEqual({ kind: 'held' });
    // What the dead one had is gone: its release takes nothing away from the new holder.
    await dead.release(signal);
    expect(await engine.lock(name).acquire(holder(), signal)).toMatchObject({ kind: 'busy' });
    await lock.release(signal);
  });

  test('the lock of a process of this machine that ended is dropped on request, and no other', async () => {
    const { engine, name, signal, seenFrom } = project();
    const other = seenFrom({ name: 'desktop' });
    const theirs = other.lock(name);
    const seenByOther = async () => await theirs.acquire(holder({ host: 'desktop' }), signal);
    await engine.lock(name).acquire(holder({ process: { ...ownProcess, pid: 99 } }), signal);
    await engine.dropDeadLocks((one) => one !== name, signal);
    expect(await seenByOther()).toMatchObject({ kind: 'busy' });
    await engine.dropDeadLocks((one) => one === name, signal);
    expect(await seenByOther()).toEqual({ kind: 'held' });
    await engine.dropDeadLocks((one) => one === name, signal);
    expect(await other.lock(name).acquire(holder({ host: 'desktop' }), signal)).toMatchObject({ kind: 'busy' });
    await theirs.release(signal);
    other.close();
  });

  test('the lock of another machine is never taken over', async () => {
    const { engine, name, signal, seenFrom } = project();
    const theirs = engine.lock(name);
    await theirs.acquire(holder({ process: { pid: 99, start: '1', bootId: 'boot-1' } }), signal);
    const other = seenFrom({ name: 'desktop' });
    expect(await other.lock(name).acquire(holder({ host: 'desktop' }), signal)).toMatchObject({ kind: 'busy' });
    other.close();
    await theirs.release(signal);
  });
}
