import { expect, test } from 'vitest';
import type { Subject } from './engine-contract.ts';
import { projectFixture } from './project-fixture.ts';

/** What a project remembers. */
export function memoryContract(subject: () => Subject): void {
  const project = projectFixture(subject);

  test('there is nothing to remember at first', async () => {
    const { engine, name, signal } = project();
    expect(await engine.memory(name).read(signal)).toEqual(new Map());
  });

  test('documents are kept by key for another devstack, and can be changed and removed', async () => {
    const { engine, name, signal, seenFrom } = project();
    const memory = engine.memory(name);
    await memory.write(
      new Map<string, unknown>([
        ['jobs/migrate', { ok: true }],
        ['jobs/../../x', 'ü'],
        ['key', 1],
      ]),
      signal,
    );
    await memory.write(
      new Map<string, unknown>([
        ['jobs/migrate', { ok: false }],
        ['key', undefined],
      ]),
      signal,
    );
    const other = seenFrom({ name: 'desktop' });
    expect(await other.memory(name).read(signal)).toEqual(
      new Map<string, unknown>([
        ['jobs/migrate', { ok: false }],
        ['jobs/../../x', 'ü'],
      ]),
    );
    other.close();
  });

  test('writes at the same time all arrive', async () => {
    const { engine, name, signal } = project();
    const keys = Array.from({ length: 8 }, (_, index) => `jobs/job-${index}`);
    await Promise.all(keys.map((key) => engine.memory(name).write(new Map([[key, key]]), signal)));
    expect([...(await engine.memory(name).read(signal)).keys()].toSorted()).toEqual(keys);
  });

  test('two that make the memory at the same time both find it', async () => {
    const { engine, name, signal, seenFrom } = project();
    const other = seenFrom({ name: 'desktop' });
    await Promise.all([
      engine.memory(name).write(new Map([['one', 1]]), signal),
      other.memory(name).write(new Map([['two', 2]]), signal),
    ]);
    expect([...(await engine.memory(name).read(signal)).keys()].toSorted()).toEqual(['one', 'two']);
    other.close();
  });

  test('a memory that is prepared is empty, and one that is prepared again keeps what is in it', async () => {
    const { engine, name, signal } = project();
    const memory = engine.memory(name);
    await memory.prepare(signal);
    expect(await memory.read(signal)).toEqual(new Map());
    await memory.write(new Map([['key', 'kept']]), signal);
    await memory.prepare(signal);
    expect(await memory.read(signal)).toEqual(new Map([['key', 'kept']]));
  });

  test('a destroyed memory is empty and can be written again', async () => {
    const { engine, name, signal } = project();
    const memory = engine.memory(name);
    await memory.write(new Map([['key', 'old']]), signal);
    await memory.destroy(signal);
    expect(await memory.read(signal)).toEqual(new Map());
    await memory.write(new Map([['other', 'new']]), signal);
    expect(await memory.read(signal)).toEqual(new Map([['other', 'new']]));
  });

  test('the memory is no unit of the project', async () => {
    const { engine, name, signal } = project();
    await engine.memory(name).write(new Map([['key', 1]]), signal);
    const { containers, volumes, foreign } = await engine.observe(name, signal);
    expect({ containers, volumes, foreign }).toEqual({ containers: [], volumes: [], foreign: [] });
  });
}
