import { expect, test } from 'vitest';
import { instanceId } from '../../src/core/unit-state.ts';
import { whyNotStarted } from '../../src/run/why-not-started.ts';

const units = new Map(
  Object.entries({
    db: { needs: [] },
    migrate: { needs: ['db'] },
    api: { needs: ['migrate'] },
    web: { needs: ['api', 'migrate'] },
    docs: { needs: [] },
    ...Object.fromEntries(
      Array.from({ length: 9 }, (_, at) => [`n${at}`, { needs: [at === 0 ? 'db' : `n${at - 1}`] }]),
    ),
    one: { needs: ['other'] },
    other: { needs: ['one'] },
  }),
);

test.each([
  ['what failed, where that is needed directly', 'migrate', 'db failed'],
  ['what lies between, from what failed on', 'api', 'db failed (through migrate)'],
  ['the shortest of several chains', 'web', 'db failed (through migrate)'],
  ['the ends of a long chain', 'n8', 'db failed (through n0, n1, n2, …, n7)'],
  ['the failure alone, where nothing of it is needed', 'docs', 'something failed'],
  ['the failure alone, where units need each other', 'one', 'something failed'],
])('a unit that is not started names %s', (_, unit, reason) => {
  expect(whyNotStarted(units, new Set([instanceId('db')]), 'something failed')(instanceId(unit))).toBe(reason);
});
