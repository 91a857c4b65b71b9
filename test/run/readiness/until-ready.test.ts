import { describe, expect, test } from 'vitest';
import { type Ask, isReady, notReady } from '../../../src/run/readiness/ask.ts';
import { cadence } from '../../../src/run/readiness/cadence.ts';
import { untilReady } from '../../../src/run/readiness/until-ready.ts';
import { fakeClock } from './fake-clock.ts';
import { handClock } from './hand-clock.ts';

const pace = { initialDelay: 0, timeout: 2000, successThreshold: 1, within: 1000 };

const signal = () => new AbortController().signal;
const answers = (...list: readonly boolean[]) => {
  const left = [...list];
  const ask: Ask = async () => (left.shift() ? isReady : notReady('refused'));
  return { ask };
};

test.each([
  [0, undefined, 50],
  [2999, undefined, 50],
  [3000, undefined, 75],
  [60_000, undefined, 1000],
  [60_000, 200, 200],
])('after %i ms with period %s the next probe is %i ms later', (elapsed, period, expected) => {
  expect(cadence(elapsed, period)).toBe(expected);
});

describe('waiting until ready', () => {
  test('ends with the first success, and counts the tries', async () => {
    const clock = fakeClock();
    const told: string[] = [];
    const verdict = await untilReady(pace, answers(false, false, true), clock, signal(), (attempt, reason, next) =>
      told.push(`${attempt} ${reason} ${next}`),
    );
    expect(verdict).toEqual({ kind: 'ready', attempts: 3 });
    expect(told).toEqual(['1 refused 50', '2 refused 50']);
  });

  test('wants as many successes in a row as asked for', async () => {
    const asking = answers(true, false, true, true);
    const verdict = await untilReady({ ...pace, successThreshold: 2 }, asking, fakeClock(), signal(), () => undefined);
    expect(verdict).toEqual({ kind: 'ready', attempts: 4 });
  });

  test('tells how many of the successes in a row are there, also where its time is over before all are', async () => {
    const told: string[] = [];
    const wanted = { ...pace, successThreshold: 3, period: 400 };
    const onAnswer = (_: number, reason: string) => told.push(reason);
    const verdict = await untilReady(wanted, answers(false, true, true), fakeClock(), signal(), onAnswer);
    expect(told).toEqual(['refused', '1 good answer in a row, of 3 wanted', '2 good answers in a row, of 3 wanted']);
    expect(verdict).toMatchObject({ kind: 'timeout', reason: '2 good answers in a row, of 3 wanted' });
  });

  test('tells of the initial delay where nothing was asked because of it', async () => {
    const verdict = await untilReady(
      { ...pace, initialDelay: 5000 },
      answers(),
      fakeClock(),
      signal(),
      () => undefined,
    );
    expect(verdict).toMatchObject({ kind: 'timeout', reason: 'it is asked for the first time 5.0s after its start' });
  });

  test('waits for the initial delay first', async () => {
    const clock = fakeClock();
    await untilReady({ ...pace, initialDelay: 700 }, answers(true), clock, signal(), () => undefined);
    expect(clock.slept).toEqual([700]);
  });

  test('gives up when its time is over, with the last reason', async () => {
    const verdict = await untilReady(pace, answers(), fakeClock(), signal(), () => undefined);
    expect(verdict).toMatchObject({ kind: 'timeout', reason: 'refused', attempts: 20 });
  });

  test('does not take the haste of a last try for the reason', async () => {
    const ask: Ask = async ({ timeout }) => notReady(timeout < 100 ? `nothing came within ${timeout}ms` : 'refused');
    const verdict = await untilReady({ ...pace, within: 990 }, { ask }, fakeClock(), signal(), () => undefined);
    expect(verdict).toMatchObject({ kind: 'timeout', reason: 'refused' });
  });
});

describe('waiting for a server whose port is known', () => {
  const closed = () => new Promise<void>(() => undefined);

  test('asks it less often while that is closed', async () => {
    const clock = fakeClock();
    const told: number[] = [];
    const asking = { ...answers(false, false, true), opens: closed };
    await untilReady(pace, asking, clock, signal(), (_attempt, _reason, next) => told.push(next));
    expect(told).toEqual([300, 300]);
  });

  test('asks it at once when that opens, and often from then on', async () => {
    const clock = handClock();
    const port = Promise.withResolvers<void>();
    const told: number[] = [];
    const asking = { ...answers(false, false, true), opens: () => port.promise };
    const waiting = untilReady(pace, asking, clock, signal(), (_attempt, _reason, next) => told.push(next));
    await expect.poll(() => told).toEqual([300]);
    port.resolve();
    await expect.poll(() => told).toEqual([300, 50]);
    clock.ring();
    expect(await waiting).toEqual({ kind: 'ready', attempts: 3 });
  });

  test('asks it often after a good answer, whatever its port does', async () => {
    const told: number[] = [];
    const asking = { ...answers(true, true), opens: closed };
    const wanted = { ...pace, successThreshold: 2 };
    await untilReady(wanted, asking, fakeClock(), signal(), (_attempt, _reason, next) => told.push(next));
    expect(told).toEqual([50]);
  });

  test('leaves the port alone once the wait is over', async () => {
    let watch: AbortSignal | undefined;
    const opens = (until: AbortSignal) => {
      watch = until;
      return closed();
    };
    await untilReady(pace, { ...answers(false, true), opens }, fakeClock(), signal(), () => undefined);
    expect(watch?.aborted).toBe(true);
  });
});

describe('waiting for what tells of its changes', () => {
  /** Something that changes when it is told to, and is asked whether it has. */
  const changing = (onAsked: () => void = () => undefined) => {
    let change = Promise.withResolvers<void>();
    const ask: Ask = async () => {
      onAsked();
      return notReady('not yet');
    };
    const changes = () => {
      change = Promise.withResolvers();
      return change.promise;
    };
    return { asking: { ask, changes }, tell: () => change.resolve() };
  };

  test('asks at once when one is told, and again with the next', async () => {
    let asked = 0;
    const { asking, tell } = changing(() => asked++);
    const over = new AbortController();
    const waiting = untilReady({ ...pace, period: 60_000 }, asking, handClock(), over.signal, () => undefined);
    for (const times of [1, 2, 3]) {
      await expect.poll(() => asked).toBe(times);
      tell();
    }
    await expect.poll(() => asked).toBe(4);
    over.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });

  test('asks once more where one was told while it was being asked', async () => {
    let asked = 0;
    const { asking, tell } = changing(() => ++asked === 1 && tell());
    const over = new AbortController();
    const waiting = untilReady(pace, asking, handClock(), over.signal, () => undefined);
    await expect.poll(() => asked).toBe(2);
    over.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
