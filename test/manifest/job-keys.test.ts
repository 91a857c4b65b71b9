import { describe, expect, it } from 'vitest';
import { loadUnit } from './load-text.ts';

const cases: readonly (readonly [string, object, ...string[]])[] = [
  [
    'nothing said',
    { run: 'changed', retries: 0, allowFailure: false, backoff: { initial: 1000, factor: 2, max: 30_000 } },
    '',
  ],
  ['run', { run: 'once' }, 'run: once'],
  ['retries', { retries: 3 }, 'retries: 3', 'retries: "3"'],
  [
    'backoff',
    { backoff: { initial: 500, factor: 1.5, max: 10_000 } },
    'backoff: { initial: 500ms, factor: 1.5, max: 10s }',
  ],
  ['backoff in part', { backoff: { initial: 5000, factor: 2, max: 30_000 } }, 'backoff: { initial: 5s }'],
  ['allow_failure', { allowFailure: true }, 'allow_failure: true'],
  ['state', { state: ['other'] }, 'state: [other]', 'state: [other, other]'],
  ['state of nothing', { state: [] }, 'state: []'],
  ['schedule', { schedule: '0 3 * * *' }, 'schedule: "0 3 * * *"'],
];

describe('a key of a job', () => {
  it.each(cases.flatMap(([key, job, ...forms]) => forms.map((form) => [key, form, job] as const)))(
    '%s: %s is understood',
    async (_, line, job) => {
      const rest = 'services: { other: { image: "busybox:1.36" } }';
      expect(await loadUnit('job', line, { rest })).toMatchObject(job);
    },
  );
});
