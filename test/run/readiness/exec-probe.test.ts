import { expect, test } from 'vitest';
import type { Engine, ExecResult } from '../../../src/engine/engine.ts';
import { Limiter } from '../../../src/run/limiter.ts';
import type { Answer, Ask } from '../../../src/run/readiness/ask.ts';
import { execProbe } from '../../../src/run/readiness/exec-probe.ts';
import { type HandClock, handClock } from './hand-clock.ts';

const signal = new AbortController().signal;
const limits = { timeout: 2000 };
const good = { exitCode: 0, output: '' };
const late = { ready: false, reason: 'the test still runs after 2.0s' };
const inLine = { ready: false, reason: 'waits until other tests are through' };

/** An engine whose commands end when the test says so, in the order in which they began. */
function manualEngine() {
  const begun: PromiseWithResolvers<ExecResult>[] = [];
  const exec = () => {
    const execution = Promise.withResolvers<ExecResult>();
    begun.push(execution);
    return execution.promise;
  };
  return { begun, engine: { exec } as unknown as Engine };
}

const bench = (engine: Engine, limiter = new Limiter(4), turn = new Limiter(1)) => {
  const clock = handClock();
  return { engine, handle: 'id', clock, limiter, turn };
};

const command = { kind: 'exec', argv: ['true'] } as const;

/** Asks, lets all that can happen happen, and then lets the time of the probe pass. */
async function askUntilLate({ clock }: { clock: HandClock }, ...asks: readonly Ask[]): Promise<readonly Answer[]> {
  const answers = Promise.all(asks.map((ask) => ask(limits, signal)));
  await new Promise(setImmediate);
  clock.ring();
  return await answers;
}

test('an exec that is out of time blocks the next, and is its reason', async () => {
  const { begun, engine } = manualEngine();
  const place = bench(engine);
  const ask = execProbe(place, command);
  expect(await askUntilLate(place, ask)).toEqual([late]);
  expect(await askUntilLate(place, ask)).toEqual([late]);
  expect(begun).toHaveLength(1);
  begun[0]?.resolve({ exitCode: 1, output: 'warming up\nnot yet\n' });
  expect(await ask(limits, signal)).toEqual({ ready: false, reason: 'exit 1: not yet' });
});

test('an answer that comes after the timeout that was asked for does not count, and the command is run again', async () => {
  const { begun, engine } = manualEngine();
  let now = 0;
  const place = bench(engine);
  const ask = execProbe({ ...place, clock: { ...place.clock, monotonic: () => now } }, command, 2000);
  expect(await askUntilLate(place, ask)).toEqual([late]);
  now = 3000;
  begun[0]?.resolve(good);
  expect(await ask(limits, signal)).toEqual({
    ready: false,
    reason: 'the test took 3.0s, and has a timeout of 2.0s',
  });
  const again = ask(limits, signal);
  await expect.poll(() => begun.length).toBe(2);
  now = 5000;
  begun[1]?.resolve(good);
  expect(await again).toEqual({ ready: true });
});

test('an answer that comes after a timeout that nobody asked for counts', async () => {
  const { begun, engine } = manualEngine();
  let now = 0;
  const place = bench(engine);
  const ask = execProbe({ ...place, clock: { ...place.clock, monotonic: () => now } }, command);
  expect(await askUntilLate(place, ask)).toEqual([late]);
  now = 3000;
  begun[0]?.resolve(good);
  expect(await ask(limits, signal)).toEqual({ ready: true });
});

test('a unit has one exec under way at most, whichever of its checks it is for', async () => {
  const { begun, engine } = manualEngine();
  const place = bench(engine);
  const one = execProbe(place, command);
  const other = execProbe(place, command);
  expect(await askUntilLate(place, one, other)).toEqual([late, inLine]);
  expect(begun).toHaveLength(1);
  begun[0]?.resolve(good);
  await expect.poll(() => begun.length).toBe(2);
  begun[1]?.resolve(good);
  expect(await Promise.all([one(limits, signal), other(limits, signal)])).toEqual([{ ready: true }, { ready: true }]);
});

test('an exec that hangs for ever does not keep other units from being asked', async () => {
  const { begun, engine } = manualEngine();
  const limiter = new Limiter(1);
  const hanging = bench(engine, limiter);
  expect(await askUntilLate(hanging, execProbe(hanging, command))).toEqual([late]);
  const other = execProbe(bench(engine, limiter), command)(limits, signal);
  await expect.poll(() => begun.length).toBe(2);
  begun[1]?.resolve(good);
  expect(await other).toEqual({ ready: true });
});

test('as many tests that take long as there is room for beside the others keep nobody from being asked', async () => {
  const { begun, engine } = manualEngine();
  const limiter = new Limiter(1, 1, 2);
  const clock = handClock();
  const places = Array.from({ length: 5 }, () => ({ ...bench(engine, limiter), clock }));
  const asks = places.map((place) => execProbe(place, command)({ timeout: 30_000 }, signal));
  await expect.poll(() => begun.length).toBe(1);
  // Each time those that run have taken long; two may stay beside the one place that there is.
  for (const running of [2, 3]) {
    clock.ring(1000);
    await expect.poll(() => begun.length).toBe(running);
  }
  clock.ring(1000);
  await new Promise(setImmediate);
  expect(begun).toHaveLength(3);
  begun[0]?.resolve(good);
  await expect.poll(() => begun.length).toBe(4);
  for (const end of [1, 2, 3, 4]) {
    await expect.poll(() => begun.length).toBeGreaterThan(end);
    begun[end]?.resolve(good);
  }
  expect(await Promise.all(asks)).toEqual(asks.map(() => ({ ready: true })));
});

test('an abort ends the wait with its reason, though the exec goes on', async () => {
  const { engine } = manualEngine();
  const scope = new AbortController();
  const asked = execProbe(bench(engine), command)(limits, scope.signal);
  scope.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
});
