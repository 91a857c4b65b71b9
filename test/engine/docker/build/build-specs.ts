import type { BuildSpec } from '../../../../src/engine/build-spec.ts';
import type { Build } from '../../../../src/manifest/build-model.ts';

/** A build that says nothing but where its context is. */
export const buildOf = (overrides: Partial<Build> = {}): Build => ({
  context: { kind: 'folder', path: '/src/app' },
  args: new Map(),
  labels: {},
  cacheFrom: [],
  secrets: [],
  ssh: [],
  extraHosts: [],
  platforms: [],
  pull: false,
  noCache: false,
  tags: [],
  ulimits: {},
  privileged: false,
  ...overrides,
});

/** That build as the image of a unit. */
export const buildSpecOf = (build: Partial<Build> = {}, overrides: Partial<BuildSpec> = {}): BuildSpec => ({
  reference: 'shop-api',
  project: 'shop',
  unit: 'api',
  build: buildOf(build),
  ...overrides,
});
