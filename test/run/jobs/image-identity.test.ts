import { expect, test } from 'vitest';
import type { Build } from '../../../src/manifest/build-model.ts';
import type { Job } from '../../../src/manifest/model.ts';
import { imageIdentity } from '../../../src/run/jobs/image-identity.ts';
import { buildOf } from '../../engine/docker/build/build-specs.ts';

const build = (more: Partial<Build> = {}): Build =>
  buildOf({ context: { kind: 'folder', path: '/shop/tools' }, args: new Map([['VERSION', '1']]), ...more });

const identity = (job: Partial<Job>, id = 'sha256:1', folder = '/shop') =>
  imageIdentity({ image: 'shop-migrate', inputs: [], ...job }, id, { folder, key: 'key' });
const inputs = ['/shop/sql/*'];

test('the image of a job is that with its id', () => {
  expect(identity({ build: build() }, 'sha256:2')).not.toBe(identity({ build: build() }, 'sha256:1'));
});

test('with inputs a rebuilt image is the same, also in another checkout', () => {
  const elsewhere = build({ context: { kind: 'folder', path: '/copy/tools' } });
  const other = identity({ inputs: ['/copy/sql/*'], build: elsewhere }, 'sha256:2', '/copy');
  expect(other).toBe(identity({ inputs, build: build() }));
});

test.each<[string, Partial<Build>]>([
  ['target', { target: 'tools' }],
  ['argument', { args: new Map([['VERSION', '2']]) }],
  ['Dockerfile', { dockerfileInline: 'FROM busybox:1.36' }],
  ['context', { context: { kind: 'url', url: 'https://example.org/x.git' } }],
])('with inputs another %s makes it another image', (_, change) => {
  expect(identity({ inputs, build: build(change) })).not.toBe(identity({ inputs, build: build() }));
});
