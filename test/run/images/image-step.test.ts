import { expect, test } from 'vitest';
import type { ImageFacts } from '../../../src/engine/engine.ts';
import type { PullPolicy, Unit } from '../../../src/manifest/model.ts';
import { imageStep } from '../../../src/run/images/image-step.ts';
import type { ImagePolicy } from '../../../src/run/up-policy.ts';
import { buildOf } from '../../engine/docker/build/build-specs.ts';
import { manifestOf, service } from '../../plan/manifest-builder.ts';

const hour = 3_600_000;
const now = 100 * hour;

const present: ImageFacts = {
  id: 'sha256:a',
  createdAt: now - 10 * hour,
  size: 1,
  references: ['api:1'],
  platform: 'linux/amd64',
};

function unit(pullPolicy: PullPolicy, built: boolean): Unit {
  const manifest = manifestOf({ units: [service('api', { pullPolicy })] });
  const [found] = manifest.units.values();
  if (found === undefined) throw new Error('no unit');
  return built ? { ...found, build: buildOf() } : found;
}

const kindOf = (
  policy: PullPolicy['kind'] | 'old' | 'young',
  isPresent: boolean,
  asked: Partial<ImagePolicy> = {},
  built = false,
) => {
  const pullPolicy: PullPolicy =
    policy === 'old' || policy === 'young'
      ? { kind: 'refresh', everyMs: policy === 'old' ? hour : 24 * hour }
      : policy === 'refresh'
        ? { kind: 'refresh', everyMs: hour }
        : { kind: policy };
  const step = imageStep(unit(pullPolicy, built), isPresent ? present : undefined, { build: 'missing', ...asked }, now);
  return step.kind === 'pull' ? `pull, else ${step.fallback}` : step.kind;
};

test.each([
  ['missing', true, 'none'],
  ['missing', false, 'pull, else none'],
  ['always', true, 'pull, else none'],
  ['never', true, 'none'],
  ['never', false, 'missing'],
  ['old', true, 'pull, else keep'],
  ['young', true, 'none'],
  ['young', false, 'pull, else none'],
] as const)('an image with the policy "%s", present: %s → %s', (policy, isPresent, expected) => {
  expect(kindOf(policy, isPresent)).toBe(expected);
});

test.each([
  ['missing', true, 'none'],
  ['missing', false, 'build'],
  ['build', true, 'build'],
  ['always', true, 'pull, else build'],
  ['never', false, 'build'],
] as const)('a build with the policy "%s", present: %s → %s', (policy, isPresent, expected) => {
  expect(kindOf(policy, isPresent, {}, true)).toBe(expected);
});

test.each([
  ['--build', 'missing', true, { build: 'always' }, true, 'build'],
  ['--no-build', 'build', true, { build: 'never' }, true, 'none'],
  ['--no-build', 'missing', false, { build: 'never' }, true, 'missing'],
  ['--build', 'missing', true, { build: 'always' }, false, 'none'],
  ['--pull always', 'missing', true, { pull: 'always' }, false, 'pull, else none'],
  ['--pull never', 'always', false, { pull: 'never' }, false, 'missing'],
] as const)('%s on the policy "%s", present: %s', (_, policy, isPresent, asked, built, expected) => {
  expect(kindOf(policy, isPresent, asked, built)).toBe(expected);
});
