import { describe, expect, test } from 'vitest';
import { type Ask, isReady, notReady } from '../../../src/run/readiness/ask.ts';
import { type Asked, untilAllReady } from '../../../src/run/readiness/until-all-ready.ts';
import { fakeClock } from './fake-clock.ts';

const signal = () => new AbortController().signal;

/** Answers with each reason in turn, then that it is ready; counts how often it was asked. */
function asked(name: string, ...reasons: readonly string[]): Asked & { readonly times: () => number } {
  const left = [...reasons];
  let times = 0;
  const ask: Ask = async () => {
    times++;
    const reason = left.shift();
    return reason === undefined ? isReady : notReady(reason);
  };
  const check = { probe: { kind: 'tcp', port: 1 }, initialDelay: 0, timeout: 2000, successThreshold: 1 } as const;
  return { name, route: 'here', check, ask, times: () => times };
}

const never = (name: string): Asked => ({ ...asked(name), ask: async () => notReady('refused') });

describe('waiting for several checks', () => {
  test('ends when each has passed, and counts the tries of all', async () => {
    const told: string[] = [];
    const verdict = await untilAllReady(
      [asked('one', 'a', 'b'), asked('other', 'c')],
      1000,
      fakeClock(),
      signal(),
      (attempt, reason) => told.push(`${attempt} ${reason}`),
    );
    expect(verdict).toEqual({ kind: 'ready', attempts: 5 });
    expect(told.toSorted()).toEqual(['1 one: a', '2 other: c', '3 one: b']);
  });

  test('does not ask again what has passed', async () => {
    const quick = asked('quick');
    await untilAllReady([quick, asked('slow', 'a', 'b', 'c')], 1000, fakeClock(), signal(), () => undefined);
    expect(quick.times()).toBe(1);
  });

  test('gives up when the time of all is over, and says which have not passed', async () => {
    const checks = [never('one'), asked('good'), never('other')];
    const verdict = await untilAllReady(checks, 1000, fakeClock(), signal(), () => undefined);
    expect(verdict).toMatchObject({ kind: 'timeout', reason: 'one: refused; other: refused' });
  });

  test('tells the answer alone where there is one check', async () => {
    const verdict = await untilAllReady([never('one')], 1000, fakeClock(), signal(), () => undefined);
    expect(verdict).toMatchObject({ kind: 'timeout', reason: 'refused' });
  });

  test('ends at once with the reason of an abort', async () => {
    const scope = new AbortController();
    const aborting: Asked = {
      ...asked('one'),
      ask: async () => {
        scope.abort(new Error('enough'));
        return notReady('refused');
      },
    };
    const waiting = untilAllReady([aborting, never('other')], 1000, fakeClock(), scope.signal, () => undefined);
    await expect(waiting).rejects.toThrow('enough');
  });
});
