import { join } from 'node:path';
import { expect, it } from 'vitest';
import { positionOf, type Span } from '../../src/core/source.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { makePlan } from '../../src/plan/make-plan.ts';

const place = (span: Span | undefined): string => {
  if (!span) return 'nowhere';
  const { line, column } = positionOf(span);
  return `${line}:${column}`;
};

it('a typing error in a key, an unknown dependency, a cycle and a later stage are all told in one run', async () => {
  const cwd = join(import.meta.dirname, '../../fixtures/invalid/several-at-once');
  const { manifest, problems } = await loadManifest({ cwd, environment: {} }, new AbortController().signal);
  const planned = manifest ? makePlan(manifest, {}).problems : [];
  const told = [...problems, ...planned].map(({ code, span }) => `${code} ${place(span)}`);
  expect(told.toSorted()).toEqual(['cycle 20:19', 'later-stage 30:19', 'unknown-dependency 15:18', 'unknown-key 8:5']);
});
