import { describe, expect, it, test } from 'vitest';
import { describeSame } from './files/same-project.ts';
import { loadText, loadUnit } from './load-text.ts';

const usual = { timeout: 300_000, retries: 0, allowFailure: false };

const cases: readonly (readonly [string, object, ...string[]])[] = [
  ['nothing said', { lifecycle: {} }, '', 'lifecycle:', 'lifecycle: { start: , stop: }'.replace(', stop: ', '')],
  [
    'the command of an event, alone or with its key',
    { lifecycle: { delete: { command: ['drop', 'a b'], ...usual } } },
    "lifecycle: { delete: drop 'a b' }",
    'lifecycle: { delete: [drop, a b] }',
    'lifecycle: { delete: { command: [drop, a b] } }',
  ],
  [
    'the start as what the job is',
    { command: ['make'], timeout: 60_000, retries: 2, allowFailure: true, lifecycle: {} },
    'lifecycle: { start: { command: make, timeout: 1m, retries: 2, allow_failure: true } }',
    'command: make\nallow_failure: true\nlifecycle: { start: { timeout: 1m, retries: 2 } }',
    'command: make\nallow_failure: true\ntimeout: 1m\nretries: 2',
  ],
  [
    'all that an event can have',
    {
      timeout: 300_000,
      lifecycle: { stop: { command: ['a'], entrypoint: ['sh'], timeout: 5000, retries: 1, allowFailure: true } },
    },
    'lifecycle: { stop: { command: a, entrypoint: sh, timeout: 5s, retries: 1, allow_failure: true } }',
  ],
  [
    'entrypoint, time and retries of the job for those events that have none of their own',
    {
      command: ['apply'],
      lifecycle: { delete: { command: ['destroy'], entrypoint: ['tool'], timeout: 60_000, retries: 3 } },
    },
    'entrypoint: tool\ntimeout: 1m\nretries: 3\nlifecycle: { start: apply, delete: destroy }',
  ],
];

describe('the events of a job', () => {
  it.each(cases.flatMap(([what, job, ...forms]) => forms.map((form) => [what, form, job] as const)))(
    '%s: %s is understood',
    async (_, line, job) => {
      expect(await loadUnit('job', line)).toMatchObject(job);
    },
  );
});

const problems: readonly (readonly [string, string, string])[] = [
  ['conflicting-keys', 'command: a\n    lifecycle: { start: b }', 'has both "command" and "lifecycle.start.command"'],
  [
    'conflicting-keys',
    'allow_failure: true\n    lifecycle: { start: { allow_failure: false } }',
    'has both "allow_failure" and "lifecycle.start.allow_failure"',
  ],
  ['bad-value', 'lifecycle: { stop: { timeout: 5s } }', '"lifecycle.stop" of job "a" has nothing to run'],
  ['unknown-key', 'lifecycle: { destroy: b }', 'unknown key "destroy" in "lifecycle" of job "a"'],
  [
    'unknown-key',
    'lifecycle: { stop: { command: b, entrypont: c } }',
    'unknown key "entrypont" in "lifecycle.stop" of job "a"',
  ],
];

test.each(problems)('%s: %s is refused', async (code, lines, message) => {
  const { problems } = await loadText(`jobs:\n  a:\n    image: busybox:1.36\n    ${lines}\n`);
  expect(problems).toMatchObject([{ severity: 'error', code, message: expect.stringContaining(message) }]);
});

test('only jobs have events', async () => {
  const { problems } = await loadText('services:\n  a: { image: "busybox:1.36", lifecycle: { stop: b } }\n');
  expect(problems).toMatchObject([{ severity: 'error', code: 'illegal-key' }]);
});

test('a service of a Compose file becomes a job by events under x-devstack', async () => {
  const text = 'services:\n  a: { image: "busybox:1.36", command: up, x-devstack: { lifecycle: { delete: down } } }\n';
  const { manifest } = await loadText(text, { name: 'compose.yaml' });
  const { timeout, ...delete_ } = { ...usual, command: ['down'] };
  expect(manifest?.units.get('a')).toMatchObject({ kind: 'job', lifecycle: { delete: { timeout, ...delete_ } } });
});

const job = (lifecycle: string): string => `jobs:\n  a: { image: "busybox:1.36", lifecycle: ${lifecycle} }\n`;

const merged: readonly (readonly [title: string, base: string, over: string, same: string])[] = [
  ['an event replaces the same one', '{ stop: [a, b], delete: c }', '{ stop: [d] }', '{ stop: [d], delete: c }'],
  ['a command of an event is replaced', '{ stop: { command: [a] } }', '{ stop: { command: [b] } }', '{ stop: b }'],
  [
    'what else an event has stays',
    '{ stop: { command: [a], retries: 2 } }',
    '{ stop: { command: [b] } }',
    '{ stop: { command: b, retries: 2 } }',
  ],
];

describeSame(
  'two files are put together:',
  merged.map(([title, base, over, same]) => ({
    title,
    files: { 'devstack.yaml': job(base), 'devstack.override.yaml': job(over) },
    same: job(same),
  })),
);
