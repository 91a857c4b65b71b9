import { expect, test } from 'vitest';
import { type Ask, isReady, notReady } from '../../../src/run/readiness/ask.ts';
import { Crowd } from '../../../src/run/readiness/crowd.ts';
import { untilReady } from '../../../src/run/readiness/until-ready.ts';
import { fakeClock } from './fake-clock.ts';

const minutes = 60_000;
const signal = () => new AbortController().signal;

function crowdOf(size: number): Crowd {
  const crowd = new Crowd();
  for (let one = 0; one < size; one++) crowd.enter();
  return crowd;
}

interface Wanted {
  /** how many others are asked */
  readonly others: number;
  /** ms */
  readonly within?: number;
  readonly period?: number;
  readonly successThreshold?: number;
}

/** When something was asked, and the pause after each answer, ms. */
async function asked(ask: Ask, { others, ...pace }: Wanted) {
  const clock = fakeClock();
  const tries: { readonly at: number; readonly pause: number }[] = [];
  const wanted = { initialDelay: 0, timeout: 2000, successThreshold: 1, within: 10 * minutes, ...pace };
  await untilReady(wanted, { ask, crowd: crowdOf(others) }, clock, signal(), (_attempt, _reason, pause) =>
    tries.push({ at: clock.monotonic(), pause }),
  );
  return tries;
}

const never: Ask = async () => notReady('refused');

test.each([
  ['one of few', 4, 5 * minutes, 1000],
  ['one of many', 19, 5 * minutes, 4000],
  ['one of very many', 99, 5 * minutes, 5000],
  ['one of many, for not long', 99, 15_000, 1000],
  ['one of many, for half a minute', 99, 30_000, 2000],
])('%s that is not ready is asked seldom enough for the others, and no seldomer', async (_, others, after, pause) => {
  const tries = await asked(never, { others });
  const next = tries.find(({ at }) => at >= after)?.pause ?? 0;
  expect(next).toBeGreaterThanOrEqual(pause);
  expect(next).toBeLessThan(pause * 1.1);
});

test('one with a period of its own is asked at that', async () => {
  const tries = await asked(never, { others: 99, period: 300, within: 2 * minutes });
  expect(new Set(tries.map(({ pause }) => pause))).toEqual(new Set([300]));
});

test('one that has given a good answer is asked often again', async () => {
  let left = 120;
  const ask: Ask = async () => (left-- > 0 ? notReady('refused') : isReady);
  const tries = await asked(ask, { others: 99, successThreshold: 3 });
  expect(tries.slice(119).map(({ pause }) => pause)).toEqual([5000, 1000, 1000]);
});

test('one is asked often before its time is over, for what is ready just in time', async () => {
  const tries = await asked(never, { others: 99 });
  expect(tries.at(-1)?.pause).toBeLessThanOrEqual(1000);
  expect(tries.at(-2)?.pause).toBeLessThanOrEqual(1000);
});

test('those that are ready count no more', async () => {
  const crowd = crowdOf(1);
  const pace = { initialDelay: 0, timeout: 2000, successThreshold: 1, within: minutes };
  await untilReady(pace, { ask: async () => isReady, crowd }, fakeClock(), signal(), () => undefined);
  expect(crowd.pause(minutes)).toBe(200);
});
