import { expect, test } from 'vitest';
import type { LockHolder } from '../../src/engine/project-lock.ts';
import { ownProcess } from '../support/test-host.ts';
import type { Subject } from './engine-contract.ts';
import { projectFixture } from './project-fixture.ts';

const owner: LockHolder = { command: 'test', host: 'laptop', process: ownProcess, since: 1_700_000_000_000 };

/** Stacks that belong to a process; the engine under test is on the machine "laptop" (test-host.ts). */
export function ownerContract(subject: () => Subject): void {
  const project = projectFixture(subject);

  const ownedBy = async (changes: Partial<LockHolder>) => {
    const { engine, name, signal } = project();
    await engine.own({ project: name, owner: { ...owner, ...changes }, images: ['shop-api'] }, signal);
    const found = await engine.ownedStacks(signal);
    await engine.disown(name, signal);
    return found.filter((stack) => stack.project === name);
  };

  test('a stack is found with its owner and its images', async () => {
    expect(await ownedBy({})).toEqual([{ project: project().name, owner, images: ['shop-api'], isOrphaned: false }]);
  });

  test.each([
    ['has ended', { process: { ...ownProcess, pid: 99 } }, true],
    ['gave its pid to another process', { process: { ...ownProcess, start: '999' } }, true],
    ['is one of another machine', { host: 'desktop', process: { pid: 99, start: '1', bootId: 'boot-1' } }, false],
  ])('where the owner %s, the stack is orphaned: %j', async (_, changes, isOrphaned) => {
    expect(await ownedBy(changes)).toMatchObject([{ isOrphaned }]);
  });

  test('a stack that is disowned belongs to nobody', async () => {
    const { engine, name, signal } = project();
    await ownedBy({});
    await engine.disown(name, signal);
    expect((await engine.ownedStacks(signal)).map((stack) => stack.project)).not.toContain(name);
  });
}
