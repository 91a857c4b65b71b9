import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/core/clock.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { Readiness } from '../../../src/manifest/model.ts';
import { Limiter } from '../../../src/run/limiter.ts';
import { type Ask, isReady, notReady } from '../../../src/run/readiness/ask.ts';
import { cadence } from '../../../src/run/readiness/cadence.ts';
import { execProbe } from '../../../src/run/readiness/exec-probe.ts';
import { untilReady } from '../../../src/run/readiness/until-ready.ts';

/** A clock that passes only by being slept on. */
function fakeClock(): Clock & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    monotonic: () => now,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
}

const readiness: Readiness = {
  probe: { kind: 'tcp', port: 1 },
  origin: 'ready',
  initialDelay: 0,
  timeout: 2000,
  successThreshold: 1,
  within: 1000,
};

const signal = () => new AbortController().signal;
const answers = (...list: readonly boolean[]): Ask => {
  const left = [...list];
  return async () => (left.shift() ? isReady : notReady('refused'));
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
    const verdict = await untilReady(readiness, answers(false, false, true), clock, signal(), (attempt, reason, next) =>
      told.push(`${attempt} ${reason} ${next}`),
    );
    expect(verdict).toEqual({ kind: 'ready', attempts: 3 });
    expect(told).toEqual(['1 refused 50', '2 refused 50']);
  });

  test('wants as many successes in a row as asked for', async () => {
    const ask = answers(true, false, true, true);
    const verdict = await untilReady(
      { ...readiness, successThreshold: 2 },
      ask,
      fakeClock(),
      signal(),
      () => undefined,
    );
    expect(verdict).toEqual({ kind: 'ready', attempts: 4 });
  });

  test('waits for the initial delay first', async () => {
    const clock = fakeClock();
    await untilReady({ ...readiness, initialDelay: 700 }, answers(true), clock, signal(), () => undefined);
    expect(clock.slept).toEqual([700]);
  });

  test('gives up when its time is over, with the last reason', async () => {
    const verdict = await untilReady(readiness, answers(), fakeClock(), signal(), () => undefined);
    expect(verdict).toMatchObject({ kind: 'timeout', reason: 'refused', attempts: 20 });
  });
});

test('an exec that is out of time blocks the next, and is its reason', async () => {
  const first = Promise.withResolvers<{ exitCode: number; output: string }>();
  let execs = 0;
  const engine = { exec: () => (execs++ === 0 ? first.promise : Promise.resolve({ exitCode: 0, output: '' })) };
  const ask = execProbe(engine as unknown as Engine, 'id', { kind: 'exec', argv: ['true'] }, new Limiter(1));
  const slice = { timeout: 20, interval: 50, heard: () => undefined };
  const late = { ready: false, reason: expect.stringContaining('still runs') };
  expect(await ask(slice, signal())).toMatchObject(late);
  expect(await ask(slice, signal())).toMatchObject(late);
  expect(execs).toBe(1);
  first.resolve({ exitCode: 1, output: 'warming up\nnot yet\n' });
  expect(await ask(slice, signal())).toEqual({ ready: false, reason: 'exit 1: not yet' });
  expect(await ask(slice, signal())).toEqual({ ready: true });
});
