import { expect, test } from 'vitest';
import { claimStack, reusedId } from '../../src/run/claim-stack.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { ownProcess } from '../support/test-host.ts';
import { engineOf } from './support/stage-play.ts';

const holder = { command: 'test', host: 'laptop', process: ownProcess, since: 0 };
const read = async (number: number) => ({ project: `shop-t-${reusedId(['/shop'], [], number)}`, stack: number });
const signal = AbortSignal.timeout(10_000);

test('whoever tests at the same time gets a stack of their own, and what is given back is taken next', async () => {
  await using fake = await startFakeEngine();
  const [one, other] = [engineOf(fake), engineOf(fake)];
  const first = await claimStack(one, holder, read, signal);
  const second = await claimStack(other, holder, read, signal);
  expect([first.stack, second.stack]).toEqual([0, 1]);
  await first.release();
  expect((await claimStack(other, holder, read, signal)).stack).toBe(0);
});

test.each([
  ['another folder', reusedId(['/blog'], ['a'], 0)],
  ['another part of it', reusedId(['/shop'], ['b'], 0)],
  ['a second one', reusedId(['/shop'], ['a'], 1)],
])('%s has another stack', (_, id) => {
  expect(id).toMatch(/^[0-9a-f]{8}$/);
  expect(id).not.toBe(reusedId(['/shop'], ['a'], 0));
});
