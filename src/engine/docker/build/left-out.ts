import type { Build } from '../../../manifest/build-model.ts';
import { isAtLeast } from '../api-version.ts';
import { cacheImage } from './build-query.ts';
import type { Builder } from './choose-builder.ts';

/** Tells the keys of a build that this builder can not honour. */
export function* leftOut(build: Build, builder: Builder, apiVersion: string): Generator<string> {
  const without = (what: string): string => `${what} is left out: this engine's builder can not do it`;
  if (build.privileged) yield without('"privileged"');
  for (const entry of build.cacheFrom) {
    if (cacheImage(entry) === undefined) yield without(`"${entry}" under "cache_from"`);
  }
  // BuildKit took these with Engine 23 (API 1.42); before that it builds without a word about them.
  if (builder === 'classic' || isAtLeast(apiVersion, '1.42')) return;
  if (build.shmSize !== undefined) yield without('"shm_size"');
  if (Object.keys(build.ulimits).length > 0) yield without('"ulimits"');
}
