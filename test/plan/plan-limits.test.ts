import { expect, test } from 'vitest';
import { makePlan } from '../../src/plan/make-plan.ts';
import { costOf } from '../support/cost-of.ts';
import { manifestOf, service } from './manifest-builder.ts';

const chain = (length: number, stageOf: (at: number) => string | undefined = () => undefined) =>
  Array.from({ length }, (_, at) => {
    const stage = stageOf(at);
    return service(`u${at}`, { needs: at === 0 ? [] : [`u${at - 1}`], ...(stage !== undefined && { stage }) });
  });

test('5,000 units in two stages are planned in well under a second', async () => {
  const units = Array.from({ length: 5000 }, (_, at) => service(`u${at}`, { stage: at < 2500 ? 'one' : 'two' }));
  const manifest = manifestOf({ stages: ['one', 'two'], units });
  const { value, ms } = await costOf(() => makePlan(manifest, {}));
  expect(value.plan?.units.size).toBe(5000);
  expect(ms).toBeLessThan(1000);
});

test('a chain of 2,000 units is planned in well under a second', async () => {
  const manifest = manifestOf({ units: chain(2000).reverse() });
  const { value, ms } = await costOf(() => makePlan(manifest, {}));
  expect(value.plan?.stages[0]?.units.slice(0, 3)).toEqual(['u0', 'u1', 'u2']);
  expect(ms).toBeLessThan(1000);
});

test('a chain that is too long to be put in order is told, not a stack trace', () => {
  const { plan, problems } = makePlan(manifestOf({ units: chain(30_000).reverse() }), {});
  expect(plan).toBeUndefined();
  expect(problems).toMatchObject([{ code: 'chain-too-long', hint: expect.stringContaining('stages') }]);
});

test('the same chain is fine in stages', () => {
  const stages = Array.from({ length: 30 }, (_, at) => `s${at}`);
  const manifest = manifestOf({ stages, units: chain(30_000, (at) => `s${Math.floor(at / 1000)}`).reverse() });
  expect(makePlan(manifest, {}).problems).toEqual([]);
});

test('a circle of 20,000 units is found', () => {
  const units = [...chain(20_000), service('first', { needs: ['u19999'] })];
  units[0] = service('u0', { needs: ['first'] });
  const [problem] = makePlan(manifestOf({ units }), {}).problems;
  expect(problem).toMatchObject({ code: 'cycle', message: expect.stringContaining('u0 → first → u19999 → u19998') });
  expect(problem?.related).toHaveLength(20_000);
});
