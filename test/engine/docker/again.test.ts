import { describe, expect, test } from 'vitest';
import { again, type Repeat } from '../../../src/engine/docker/again.ts';
import { translate } from '../../../src/engine/docker/translate.ts';

const limits = { patience: 60_000, firstPause: 5, longestPause: 10, stumbles: [1, 1] };
const signal = () => AbortSignal.timeout(10_000);

const asked = { doing: 'look' };
const unheard = () => translate(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), asked);
const lost = () => translate(Object.assign(new Error('no'), { code: 'ECONNRESET' }), asked);
const refused = (statusCode: number, message: string) => () =>
  translate(Object.assign(new Error(message), { statusCode, json: { message } }), asked);
const oops = refused(500, 'oops');

/** A call that fails a few times, and then answers how often it was made. */
function failing(times: number, failure: () => Error): () => Promise<number> {
  let calls = 0;
  return async () => {
    calls++;
    if (calls <= times) throw failure();
    return calls;
  };
}

describe('a call is made again', () => {
  test.each<[string, Repeat, () => Error, number]>([
    ['that can not have been heard', 'unheard', unheard, 3],
    ['whose connection broke, where that is safe', 'safe', lost, 3],
    ['that met an error of the engine itself, where that is safe', 'safe', oops, 2],
  ])('%s', async (_, repeat, failure, times) => {
    expect(await again(repeat, signal(), failing(times, failure), limits)).toBe(times + 1);
  });
});

describe('a call is not made again', () => {
  test.each<[string, Repeat, () => Error]>([
    ['that may have been heard', 'unheard', lost],
    ['that met an error, and may have done something', 'unheard', oops],
    ['that begins again in its own way', 'never', unheard],
    ['that was refused for a reason that stays', 'safe', refused(404, 'No such container: x')],
    ['that was refused for a reason that is known', 'safe', refused(500, 'no space left on device')],
    ['that failed for another cause', 'safe', () => new Error('a bug')],
  ])('%s', async (_, repeat, failure) => {
    await expect(again(repeat, signal(), failing(1, failure), limits)).rejects.toThrow();
  });
});

test('an engine that does not come back is given up, with what was wrong', async () => {
  const impatient = { ...limits, patience: 100 };
  const lost = failing(Number.POSITIVE_INFINITY, unheard);
  await expect(again('unheard', signal(), lost, impatient)).rejects.toMatchObject({
    failure: { code: 'engine-lost', message: 'could not look: the connection to the engine broke' },
  });
});

test('an engine that goes on refusing is given up after a few tries', async () => {
  await expect(again('safe', signal(), failing(3, oops), limits)).rejects.toThrow('could not look: oops');
});

test('an abort ends the wait for the engine, with its own reason', async () => {
  const scope = new AbortController();
  const waits = again('unheard', scope.signal, failing(1, unheard), { ...limits, firstPause: 60_000 });
  const reason = new Error('enough');
  setImmediate(() => scope.abort(reason));
  await expect(waits).rejects.toBe(reason);
});

test('a time limit that ends the wait for the engine leaves what was wrong', async () => {
  const waits = again('unheard', AbortSignal.timeout(10), failing(9, unheard), { ...limits, firstPause: 60_000 });
  await expect(waits).rejects.toThrow('the connection to the engine broke');
});
