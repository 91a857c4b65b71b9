import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/plan/config-of.ts';
import type { Wanted } from '../../src/plan/decide-action.ts';
import type { ContainerStatus, ObservedContainer } from '../../src/plan/observed.ts';
import { reconcile } from '../../src/plan/reconcile.ts';
import { container, exited, observedOf, running } from './container-builder.ts';
import { job, manifestOf, service } from './manifest-builder.ts';
import { planOf } from './plan-of.ts';

const manifest = manifestOf({
  units: [job('seed', { outputs: ['TOKEN'] }), service('api', { needs: ['seed'] }), service('web')],
});
const config: Config = { environment: '1', image: '1' };

function look(containers: readonly ObservedContainer[], wanted: Wanted = { config }, selected = ['api']) {
  const plan = planOf(manifest, { units: selected });
  return reconcile(plan, observedOf(...containers), {
    manifestUnits: manifest.units,
    wanted: () => wanted,
    imageIdOf: (reference) => (reference === 'api:1' ? 'sha256:present' : undefined),
  });
}

const stepOf = (unit: string, { actions }: ReturnType<typeof look>) => {
  const action = actions.find(({ instance }) => instance === `${unit}#1`);
  return `${action?.action}: ${action?.cause}`;
};

describe('a service', () => {
  const api = (status: ContainerStatus) => container('api', { config, status });

  test.each<[string, ObservedContainer[]]>([
    ['create: no container yet', []],
    ['keep: unchanged', [api(running)]],
    ['keep: unchanged, but unhealthy', [api({ kind: 'running', startedAt: 1, health: 'unhealthy' })]],
    ['keep: unchanged, restarted by the engine after exit code 3', [api({ kind: 'restarting', exitCode: 3 })]],
    ['start: created, but never started', [api({ kind: 'created' })]],
    ['start: stopped with exit code 0', [api(exited(0))]],
    ['start: stopped with exit code 137, out of memory', [api({ ...exitedByMemory })]],
    ['start: paused', [api({ kind: 'paused', startedAt: 1 })]],
    ['recreate: dead, and how it ended is not known', [api({ kind: 'dead' })]],
    ['recreate: environment changed', [container('api', { config: { ...config, environment: '2' } })]],
    ['recreate: environment and image changed', [container('api', { config: {} })]],
    ['recreate: image changed', [container('api', { config, imageId: 'sha256:older' })]],
    ['recreate: was a job before', [container('api', { config, kind: 'job' })]],
  ])('%s', (expected, containers) => {
    expect(stepOf('api', look(containers))).toBe(expected);
  });

  test('one of which it is not remembered what it was made from is made anew for that', () => {
    expect(stepOf('api', look([api(running)], 'incomparable'))).toBe(
      'recreate: what it was made from is not remembered',
    );
  });

  test('an image that the engine does not have any more is no reason to recreate', () => {
    const { actions } = look([container('web', { config, imageId: 'sha256:older' })], { config }, ['web']);
    expect(actions).toMatchObject([{ action: 'keep' }]);
  });

  test('an action carries the container that it is done to', () => {
    const found = api(running);
    expect(look([found]).actions.find(({ instance }) => instance === 'api#1')?.container).toBe(found);
  });
});

const exitedByMemory: ContainerStatus = {
  kind: 'exited',
  exitCode: 137,
  oomKilled: true,
  startedAt: 1,
  finishedAt: 2,
};

describe('a service that waits for the outputs of a job', () => {
  test.each<[string, string[], ObservedContainer[]]>([
    ['create: no container yet', [], []],
    ['keep: unchanged, unless the outputs of seed differ', ['seed'], [container('api', { config: {} })]],
    [
      'start: stopped with exit code 0, unless the outputs of seed differ',
      ['seed'],
      [container('api', { config: {}, status: exited(0) })],
    ],
    ['recreate: image changed', [], [container('api', { imageId: 'sha256:older' })]],
    ['recreate: dead, and how it ended is not known', [], [container('api', { status: { kind: 'dead' } })]],
    ['recreate: where it runs changed', [], [container('api', { config: { place: '1' } })]],
  ])('%s', (expected, pendingOn, containers) => {
    const looked = look(containers, 'unknown-yet');
    expect(stepOf('api', looked)).toBe(expected);
    expect(looked.actions.find(({ instance }) => instance === 'api#1')?.pendingOn).toEqual(pendingOn);
  });
});

describe('a job', () => {
  const seed = (status: ContainerStatus) => container('seed', { kind: 'job', status });

  test.each<[string, ObservedContainer[]]>([
    ['run: skipped if nothing changed since it last ran', []],
    ['run: skipped if nothing changed since it last ran', [seed(exited(0))]],
    ['run: skipped if nothing changed since it last ran', [seed({ kind: 'created' })]],
    ['run: skipped if nothing changed since it last ran', [container('seed', { kind: 'service' })]],
    ['run: ended with exit code 2 before', [seed(exited(2))]],
    ['adopt: runs already', [seed(running)]],
    ['adopt: runs already, but is paused', [seed({ kind: 'paused', startedAt: 1 })]],
    ['adopt: is being restarted by the engine', [seed({ kind: 'restarting', exitCode: 1 })]],
  ])('%s', (expected, containers) => {
    expect(stepOf('seed', look(containers))).toBe(expected);
  });

  test('one that is to run always says so', () => {
    const plan = planOf(manifestOf({ units: [job('seed', { run: 'always' })] }));
    const looked = reconcile(plan, observedOf(), {
      manifestUnits: manifest.units,
      wanted: () => ({ config }),
      imageIdOf: () => undefined,
    });
    expect(stepOf('seed', looked)).toBe('run: runs every time');
  });
});

describe('containers that no instance of the plan has', () => {
  test('one whose unit is not in the manifest is an orphan, and nothing is done to it', () => {
    const old = container('old');
    const { actions, orphans } = look([old]);
    expect(orphans).toEqual([old]);
    expect(actions.map(({ instance }) => instance)).toEqual(['seed#1', 'api#1']);
  });

  test('one whose unit is only not selected is no orphan', () => {
    expect(look([container('web')]).orphans).toEqual([]);
  });

  test('one more instance than the plan has is removed', () => {
    const second = container('api', { instance: 'api#2' });
    const { actions, orphans } = look([second]);
    expect(orphans).toEqual([]);
    expect(actions.at(-1)).toMatchObject({ instance: 'api#2', action: 'remove', cause: 'one of more than are wanted' });
  });

  test('of two containers of one instance the one that runs is kept, the other removed', () => {
    const stopped = container('api', { config, status: exited(0), name: 'stray' });
    const { actions, orphans } = look([stopped, container('api', { config })]);
    expect(actions.slice(1)).toMatchObject([
      { instance: 'api#1', action: 'keep' },
      { instance: 'api#1', action: 'remove', cause: 'a second container, "stray"', container: stopped },
    ]);
    expect(orphans).toEqual([]);
  });
});
