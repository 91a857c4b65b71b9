import { describe, expect, test } from 'vitest';
import { tearDown } from '../../src/run/tear-down.ts';
import { container } from '../plan/container-builder.ts';

const startedAt = 1;
const running = { kind: 'running', startedAt, health: 'none' } as const;
const up = (unit: string, needs: readonly string[] = [], stageIndex = 0) =>
  container(unit, { needs, stageIndex, status: running });
const stopped = (unit: string, needs: readonly string[] = []) =>
  container(unit, { needs, status: { kind: 'created' } });

/** A teardown in which each step ends when the test says so. */
async function play(containers: Parameters<typeof tearDown>[0], goesOn?: () => boolean) {
  const begun: string[] = [];
  const steps = new Map<string, (done: boolean) => void>();
  const act = ({ unit }: { readonly unit: string }): Promise<boolean> => {
    begun.push(unit);
    return new Promise((resolve) => steps.set(unit, resolve));
  };
  const outcome = tearDown(containers, act, goesOn);
  const end = async (unit: string, done = true) => {
    steps.get(unit)?.(done);
    await new Promise(setImmediate);
  };
  await new Promise(setImmediate);
  return { begun, outcome, end };
}

describe('a teardown', () => {
  test('goes on with each unit the moment that all which needs it is through, whatever else takes long', async () => {
    const { begun, outcome, end } = await play([up('db'), up('api', ['db']), up('cache'), up('slow', ['cache'])]);
    expect(begun.toSorted()).toEqual(['api', 'slow']);
    await end('api');
    expect(begun).toContain('db');
    expect(begun).not.toContain('cache');
    for (const unit of ['db', 'slow', 'cache']) await end(unit);
    expect(await outcome).toBe(true);
  });

  test('begins with a stage when all of the later ones are through', async () => {
    const { begun, end } = await play([up('db', [], 0), up('api', [], 1), up('web', [], 1)]);
    await end('api');
    expect(begun.toSorted()).toEqual(['api', 'web']);
    await end('web');
    expect(begun).toContain('db');
  });

  test('sees to what does not run at once, also where others need it', async () => {
    const { begun } = await play([stopped('db'), up('api', ['db'])]);
    expect(begun.toSorted()).toEqual(['api', 'db']);
  });

  test('leaves what is needed by something that could not be seen to', async () => {
    const { begun, outcome, end } = await play([up('db'), up('api', ['db']), up('other')]);
    await end('api', false);
    await end('other');
    expect(await outcome).toBe(false);
    expect(begun).not.toContain('db');
  });

  test('begins nothing more when it is to end', async () => {
    let goesOn = true;
    const { begun, outcome, end } = await play([up('db'), up('api', ['db'])], () => goesOn);
    goesOn = false;
    await end('api');
    expect(await outcome).toBe(false);
    expect(begun).not.toContain('db');
  });

  test('comes to an end where units need each other in a circle', async () => {
    const { outcome, end } = await play([up('a', ['b']), up('b', ['a'])]);
    for (const unit of ['a', 'b', 'a', 'b']) await end(unit);
    expect(await outcome).toBe(true);
  });
});
