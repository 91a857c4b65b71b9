import { expect, test } from 'vitest';
import type { EngineEvent } from '../../src/engine/engine-event.ts';
import type { Subject } from './engine-contract.ts';
import { projectFixture } from './project-fixture.ts';

/** What an engine tells of itself. */
export function eventContract(subject: () => Subject): void {
  const project = projectFixture(subject);

  test('the life of a container is told, with its instance and exit code, and execs are not', async () => {
    const { engine, name, signal, create } = project();
    const events = engine.events(name, signal)[Symbol.asyncIterator]();
    expect((await events.next()).value).toEqual({ type: 'connected' });
    const handle = await create('sleep infinity', { index: 2 });
    await engine.start(handle, signal);
    await engine.exec(handle, { kind: 'exec', argv: ['true'] }, signal);
    await engine.kill(handle, signal);
    await engine.remove(handle, { volumes: true }, signal);
    const told: EngineEvent[] = [];
    for (let last = ''; last !== 'removed'; ) {
      const { value } = await events.next();
      told.push(value);
      last = value.type;
    }
    expect(told.map(({ type }) => type)).toEqual(['created', 'started', 'died', 'removed']);
    expect(told[2]).toMatchObject({ handle, instance: 'app#2', exitCode: 137 });
    await events.return?.();
  });

  test('that it is asked to end is told before its end', async () => {
    const { engine, name, signal, create } = project();
    const events = engine.events(name, signal)[Symbol.asyncIterator]();
    await events.next();
    const handle = await create('sleep infinity');
    await engine.start(handle, signal);
    await engine.stop(handle, signal, 0);
    const told: string[] = [];
    while (told.at(-1) !== 'died') told.push((await events.next()).value.type);
    expect(told).toEqual(['created', 'started', 'stopping', 'died']);
    await events.return?.();
  });

  test('nothing is told of another project', async () => {
    const { engine, name, signal, create } = project();
    const scope = new AbortController();
    const other = engine.events(`${name}x`, scope.signal)[Symbol.asyncIterator]();
    const own = engine.events(name, signal)[Symbol.asyncIterator]();
    await Promise.all([other.next(), own.next()]);
    const next = other.next();
    await create('true');
    expect((await own.next()).value).toMatchObject({ type: 'created' });
    scope.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
    await own.return?.();
  });
}
