import { expect, test } from 'vitest';
import type { PlannedStep } from '../../../src/core/event.ts';
import type { InstanceId } from '../../../src/core/unit-state.ts';
import { plannedText } from '../../../src/ui/lines/planned-text.ts';

const step = (instance: string, action: PlannedStep['action'], cause: string): PlannedStep => ({
  instance: instance as InstanceId,
  action,
  cause,
});
const dead = 'dead, and how it ended is not known';

test.each<readonly [string, string, readonly PlannedStep[]]>([
  ['nothing is changed', 'nothing to change', [step('db', 'keep', 'unchanged')]],
  ['all is new', '1 of 1 to bring up', [step('db', 'create', 'no container yet')]],
  [
    'some were there and have ended, or changed',
    `4 of 5 to bring up; again: db, web (${dead}), api (stopped with exit code 9)`,
    [
      step('db', 'recreate', dead),
      step('migrate', 'run', 'skipped if nothing changed'),
      step('api', 'start', 'stopped with exit code 9'),
      step('web', 'recreate', dead),
      step('cache', 'keep', 'unchanged'),
    ],
  ],
  [
    'many have',
    `8 of 8 to bring up; again: u0, u1, u2, u3, u4 and 3 more (${dead})`,
    Array.from({ length: 8 }, (_, at) => step(`u${at}`, 'recreate', dead)),
  ],
])('a plan says what is to be brought up again, and why, where %s', (_, text, steps) => {
  expect(plannedText(steps, (instance) => instance)).toBe(text);
});
