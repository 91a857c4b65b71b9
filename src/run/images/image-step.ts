import type { ImageFacts } from '../../engine/engine.ts';
import type { Unit } from '../../manifest/model.ts';
import type { ImagePolicy } from '../up-policy.ts';

/** What is to be done for an image before a container is made from it. */
export type ImageStep =
  | { readonly kind: 'none' }
  | { readonly kind: 'build' }
  /** `orBuild`: built where it can not be had; `orKeep`: the present one will do then */
  | { readonly kind: 'pull'; readonly fallback: 'none' | 'build' | 'keep' }
  /** not there, and nobody may fetch or build it */
  | { readonly kind: 'missing'; readonly why: string };

/**
 * What to do for a unit's image (Compose Specification, `pull_policy` and `build`): a build stands for an image that
 * is missing, unless the manifest asks for a pull by name. `now` in ms since the epoch.
 */
export function imageStep(unit: Unit, present: ImageFacts | undefined, policy: ImagePolicy, now: number): ImageStep {
  if (unit.build !== undefined) return buildStep(unit, present, policy);
  const kind = policy.pull ?? unit.pullPolicy.kind;
  switch (kind) {
    case 'always':
      return { kind: 'pull', fallback: 'none' };
    case 'never':
    case 'build':
      return present === undefined ? { kind: 'missing', why: 'it may not be pulled' } : { kind: 'none' };
    case 'missing':
      return present === undefined ? { kind: 'pull', fallback: 'none' } : { kind: 'none' };
    case 'refresh':
      return refreshStep(unit, present, now);
  }
}

function refreshStep({ pullPolicy }: Unit, present: ImageFacts | undefined, now: number): ImageStep {
  if (present === undefined) return { kind: 'pull', fallback: 'none' };
  const isOld = pullPolicy.kind === 'refresh' && now - present.createdAt > pullPolicy.everyMs;
  return isOld ? { kind: 'pull', fallback: 'keep' } : { kind: 'none' };
}

function buildStep({ pullPolicy }: Unit, present: ImageFacts | undefined, { build }: ImagePolicy): ImageStep {
  if (build === 'never') {
    return present === undefined ? { kind: 'missing', why: 'it may not be built' } : { kind: 'none' };
  }
  if (build === 'always' || pullPolicy.kind === 'build') return { kind: 'build' };
  if (pullPolicy.kind === 'always') return { kind: 'pull', fallback: 'build' };
  return present === undefined ? { kind: 'build' } : { kind: 'none' };
}
