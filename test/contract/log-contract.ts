import { expect, test } from 'vitest';
import { all, take } from '../support/engine-things.ts';
import type { Subject } from './engine-contract.ts';
import { projectFixture } from './project-fixture.ts';

/** Output of containers. */
export function logContract(subject: () => Subject): void {
  const project = projectFixture(subject);
  const once = { follow: false };

  test('lines come in order with their stream and the time of the engine', async () => {
    const { engine, signal, run } = project();
    const before = Date.now();
    const { handle } = await run('echo one; echo two >&2; echo "drei ü €"');
    const lines = await all(engine.logs(handle, once, signal));
    const byStream = (name: string): string[] => lines.filter(({ stream }) => stream === name).map(({ line }) => line);
    expect(byStream('stdout')).toEqual(['one', 'drei ü €']);
    expect(byStream('stderr')).toEqual(['two']);
    expect(lines.every(({ at }) => at >= before - 1000 && at <= Date.now() + 1000)).toBe(true);
  });

  test('a last line without an end is a line', async () => {
    const { engine, signal, run } = project();
    const { handle } = await run('printf cut');
    expect((await all(engine.logs(handle, once, signal))).map(({ line }) => line)).toEqual(['cut']);
  });

  test('a line of 50,000 characters stays one line', async () => {
    const { engine, signal, run } = project();
    const long = 'ü'.repeat(25_000);
    const { handle } = await run('echo $LONG; echo after', { environment: new Map([['LONG', long]]) });
    expect((await all(engine.logs(handle, once, signal))).map(({ line }) => line)).toEqual([long, 'after']);
  });

  test('the tail is the last lines', async () => {
    const { engine, signal, run } = project();
    const { handle } = await run('echo 1; echo 2; echo 3');
    expect((await all(engine.logs(handle, { follow: false, tail: 2 }, signal))).map(({ line }) => line)).toEqual([
      '2',
      '3',
    ]);
  });

  test('reading goes on after a cursor without losing or repeating a line', async () => {
    const { engine, signal, run } = project();
    const { handle } = await run('echo 1; echo 2; echo 3; echo 4');
    const [, second] = await all(engine.logs(handle, once, signal));
    const rest = await all(engine.logs(handle, { follow: false, since: second?.cursor ?? '' }, signal));
    expect(rest.map(({ line }) => line)).toEqual(['3', '4']);
  });

  test('fifteen fast exits lose no line', async () => {
    const { engine, signal, run, name } = project();
    const lost: number[] = [];
    for (let index = 0; index < 15; index++) {
      const { handle } = await run('echo a; echo b; echo c', { name: `${name}-fast-${index}` });
      if ((await all(engine.logs(handle, once, signal))).length !== 3) lost.push(index);
    }
    expect(lost).toEqual([]);
  });

  test('followed lines go on over restarts, each once', async () => {
    const { engine, signal, create } = project();
    const handle = await create('echo a; echo b; exit 1', { restart: { policy: 'on-failure', maxRetries: 2 } });
    const lines = take(engine.logs(handle, { follow: true }, signal), 6);
    await engine.start(handle, signal);
    expect((await lines).map(({ line }) => line)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  });

  test('followed lines go on when the container is started again, and end when it is removed', async () => {
    const { engine, signal, run } = project();
    const { handle } = await run('echo hello');
    const lines = engine.logs(handle, { follow: true }, signal)[Symbol.asyncIterator]();
    expect((await lines.next()).value).toMatchObject({ line: 'hello' });
    const second = lines.next();
    await engine.start(handle, signal);
    expect((await second).value).toMatchObject({ line: 'hello' });
    const end = lines.next();
    await engine.remove(handle, { volumes: true }, signal);
    expect(await end).toEqual({ done: true, value: undefined });
  });

  test('there are no lines of a container that is gone', async () => {
    const { engine, signal, create } = project();
    const handle = await create('true');
    await engine.remove(handle, { volumes: true }, signal);
    expect(await all(engine.logs(handle, { follow: true }, signal))).toEqual([]);
  });
}
