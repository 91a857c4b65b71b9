import { expect, test } from 'vitest';
import type { Problem } from '../../src/core/problem.ts';
import { locate } from '../../src/core/source.ts';
import type { Manifest } from '../../src/manifest/model.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { job, manifestOf, service } from './manifest-builder.ts';

const problemsOf = (manifest: Manifest) => makePlan(manifest, {}).problems.map(shown);

function shown({ code, message, span, related = [] }: Problem) {
  return [
    `${code}: ${message}`,
    span && locate(span),
    ...related.map((other) => `${locate(other.span)} ${other.message}`),
  ];
}

test('a cycle is told with its whole path and the place of each dependency', () => {
  const manifest = manifestOf({
    units: [
      service('a', { needs: ['b'] }),
      service('b', { needs: ['c'] }),
      service('c', { needs: ['a'] }),
      service('outside', { needs: ['a'] }),
    ],
  });
  expect(problemsOf(manifest)).toEqual([
    [
      'cycle: units wait for each other in a circle: a → b → c → a',
      'devstack.yaml:2:3',
      'devstack.yaml:4:3 "b" depends on "c"',
      'devstack.yaml:6:3 "c" depends on "a"',
    ],
  ]);
});

test('a dependency in a later stage is told with both places, and how to move either', () => {
  const manifest = manifestOf({
    stages: ['one', 'two'],
    units: [service('early', { stage: 'one', needs: ['late'] }), service('late', { stage: 'two' })],
  });
  expect(problemsOf(manifest)).toEqual([
    [
      'later-stage: "early" in stage "one" depends on "late" in the later stage "two"',
      'devstack.yaml:4:3',
      'devstack.yaml:5:1 "late" is in stage "two"',
    ],
  ]);
  expect(makePlan(manifest, {}).problems[0]?.hint).toBe(
    'move "late" to stage "one" or earlier, or "early" to stage "two" or later',
  );
});

test('all cycles and all wrong stages are told at once, beside what the manifest has wrong by itself', () => {
  const manifest = manifestOf({
    stages: ['one', 'two'],
    units: [
      service('a', { stage: 'one', needs: ['b', 'nowhere'] }),
      service('b', { stage: 'one', needs: ['a', 'd'] }),
      service('c', { stage: 'two', needs: ['d', 'c'] }),
      service('d', { stage: 'two', needs: ['c'] }),
      service('e', { stage: 'three', needs: ['d'] }),
    ],
  });
  expect(problemsOf(manifest).map(([message]) => message)).toEqual([
    'cycle: units wait for each other in a circle: a → b → a',
    'cycle: units wait for each other in a circle: c → d → c',
    'later-stage: "b" in stage "one" depends on "d" in the later stage "two"',
  ]);
});

test('problems are told whatever is selected', () => {
  const manifest = manifestOf({
    units: [service('fine'), service('a', { needs: ['b'] }), service('b', { needs: ['a'] })],
  });
  expect(makePlan(manifest, { units: ['fine'] }).problems).toHaveLength(1);
});

test('two jobs that give a unit the same output are told with both places', () => {
  const manifest = manifestOf({
    units: [
      job('mint', { outputs: ['TOKEN'] }),
      job('seed', { outputs: ['token', 'OTHER'] }),
      service('api', { needs: ['mint', 'seed'] }),
    ],
  });
  expect(problemsOf(manifest)).toEqual([
    [
      'output-collision: "api" gets "TOKEN" from "mint" and "seed"',
      'devstack.yaml:6:1',
      'devstack.yaml:2:5 an output of "mint"',
      'devstack.yaml:4:5 an output of "seed"',
    ],
  ]);
});

test.each([
  { settled: 'its environment', extra: { environment: { TOKEN: 'x' } } },
  { settled: 'an alias', extra: { aliases: { TOKEN: 'DEVSTACK_OUTPUT_SEED_TOKEN' } } },
])('outputs with one name do not collide where $settled settles it', ({ extra }) => {
  const manifest = manifestOf({
    units: [
      job('mint', { outputs: ['TOKEN'] }),
      job('seed', { outputs: ['TOKEN'] }),
      service('api', { needs: ['mint', 'seed'], ...extra }),
    ],
  });
  expect(problemsOf(manifest)).toEqual([]);
});

test('an alias of an output makes its unit wait for the job', () => {
  const manifest = manifestOf({
    units: [service('api', { aliases: { ADMIN: 'TOKEN' } }), job('seed', { outputs: ['TOKEN'] })],
  });
  expect(makePlan(manifest, { units: ['api'] }).plan?.units.get('api')).toMatchObject({
    needs: [{ unit: 'seed', condition: 'completed' }],
    outputsFrom: ['seed'],
  });
});

test('an alias of something that will never be there is told', () => {
  const manifest = manifestOf({
    units: [service('api', { environment: { A: '1' }, aliases: { B: 'A', ADMIN: 'TOKEN' } })],
  });
  expect(problemsOf(manifest)).toEqual([
    [
      'unknown-output: the alias "ADMIN" of "api" stands for "TOKEN", which is neither in its environment nor an output of a job that it depends on',
      'devstack.yaml:1:1',
    ],
  ]);
});
