import { describe, expect, test } from 'vitest';
import type { Engine, LogLine } from '../../../src/engine/engine.ts';
import type { ContainerStatus } from '../../../src/plan/observed.ts';
import { fileProbe } from '../../../src/run/readiness/file-probe.ts';
import { healthProbe } from '../../../src/run/readiness/health-probe.ts';
import { logProbe } from '../../../src/run/readiness/log-probe.ts';
import { handClock } from './hand-clock.ts';

const limits = { timeout: 2000 };
const signal = () => new AbortController().signal;
const hangs = () => Promise.withResolvers<never>().promise;

/** An engine that knows one of its calls. */
const engineWith = (call: Partial<Engine>) => call as Engine;

describe('a log probe', () => {
  const logged = (lines: readonly (readonly [at: number, line: string])[], clock = handClock()) => {
    async function* logs(): AsyncGenerator<LogLine> {
      for (const [at, line] of lines) yield { stream: 'stdout', line, at, cursor: '' };
    }
    return { engine: engineWith({ logs }), handle: 'id', clock, endedAt: 99_000 };
  };

  test.each([
    ['of the present start', 99_100, true],
    ['of an earlier start', 98_999, false],
  ])('takes a line %s for what it is', async (_, at, ready) => {
    const ask = logProbe(logged([[at, 'ready to accept']]), 'ready (to|for)', signal());
    expect(await ask(limits, signal())).toMatchObject({ ready });
  });

  test('matches what people read, whatever its colours', async () => {
    const coloured = '\u001b[32mserver\u001b[0m \u001b[1mis\u001b[22m ready';
    const ask = logProbe(logged([[99_100, coloured]]), '^server is ready$', signal());
    expect(await ask(limits, signal())).toMatchObject({ ready: true });
  });

  test('says that the log has ended without a match', async () => {
    const ask = logProbe(logged([[100_001, 'starting']]), 'ready', signal());
    const reason = 'no log line matches /ready/, and the log has ended';
    expect(await ask(limits, signal())).toEqual({ ready: false, reason });
  });

  test('says after its time that nothing matches so far', async () => {
    const clock = handClock();
    async function* logs(): AsyncGenerator<LogLine> {
      yield* [];
      await hangs();
    }
    const ask = logProbe({ ...logged([], clock), engine: engineWith({ logs }) }, 'ready', signal());
    const answer = ask(limits, signal());
    clock.ring();
    expect(await answer).toEqual({ ready: false, reason: 'no log line matches /ready/' });
  });
});

describe('a file probe', () => {
  test.each([
    [true, { ready: true }],
    [false, { ready: false, reason: 'there is no /ready yet' }],
  ])('with a file there: %s', async (exists, answer) => {
    const engine = engineWith({ hasFile: async () => exists });
    expect(await fileProbe(engine, 'id', '/ready', handClock())(limits, signal())).toEqual(answer);
  });

  test('says that the engine does not answer in time', async () => {
    const clock = handClock();
    const answer = fileProbe(engineWith({ hasFile: hangs }), 'id', '/ready', clock)(limits, signal());
    clock.ring();
    expect(await answer).toEqual({ ready: false, reason: 'the engine does not answer within 2.0s' });
  });

  test('says why the engine can not look', async () => {
    const hasFile = () => Promise.reject(new Error('the engine is overloaded'));
    const answer = fileProbe(engineWith({ hasFile }), 'id', '/ready', handClock())(limits, signal());
    expect(await answer).toEqual({ ready: false, reason: 'the engine is overloaded' });
  });
});

describe("a probe of the engine's own health tests", () => {
  const running = (health: 'none' | 'starting' | 'healthy' | 'unhealthy', more = {}): ContainerStatus => ({
    kind: 'running',
    startedAt: 0,
    health,
    ...more,
  });
  const notReady = (reason: string) => ({ ready: false, reason });

  test.each([
    [running('healthy'), 'waits', { ready: true }],
    [running('starting'), 'waits', notReady('its healthcheck says starting')],
    [running('unhealthy'), 'ready', notReady('its healthcheck says unhealthy')],
    [
      running('starting', { lastTest: 'exit 1: the disk is full' }),
      'waits',
      notReady('its healthcheck says starting, exit 1: the disk is full'),
    ],
    [running('none'), 'waits', notReady('neither it nor its image has a healthcheck')],
    [running('none'), 'ready', { ready: true }],
    [{ kind: 'paused', startedAt: 0 }, 'ready', notReady('it is paused')],
    [undefined, 'ready', notReady('it is gone')],
  ] as const)('of %j, which without one %s, answers %j', async (status, without, answer) => {
    const inspect = async () => (status === undefined ? undefined : ({ status } as never));
    const ask = healthProbe(engineWith({ inspect }), 'id', { kind: 'health', without }, handClock());
    expect(await ask(limits, signal())).toEqual(answer);
  });
});
