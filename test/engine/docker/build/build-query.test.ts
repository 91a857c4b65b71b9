import { expect, test } from 'vitest';
import { buildQuery, type Query } from '../../../../src/engine/docker/build/build-query.ts';
import { leftOut } from '../../../../src/engine/docker/build/left-out.ts';
import type { Build } from '../../../../src/manifest/build-model.ts';
import { buildOf, buildSpecOf } from './build-specs.ts';

const owned = {
  'devstack.project': 'shop',
  'devstack.unit': 'api',
  'com.docker.compose.project': 'shop',
  'com.docker.compose.service': 'api',
};

test('a build that says nothing has a name, a clean end and its labels only', () => {
  const { labels, ...rest } = buildQuery(buildSpecOf(), undefined);
  expect(rest).toEqual({ t: ['shop-api'], buildargs: {}, rm: true, forcerm: true });
  expect(JSON.parse(String(labels))).toEqual(owned);
});

const told: readonly (readonly [key: string, build: Partial<Build>, query: Query])[] = [
  ['args', { args: new Map([['A', '1']]) }, { buildargs: { A: '1' } }],
  ['tags', { tags: ['shop-api', 'r.test/api:2'] }, { t: ['shop-api', 'r.test/api:2'] }],
  ['target', { target: 'dev' }, { target: 'dev' }],
  ['cache_from', { cacheFrom: ['a', 'type=registry,ref=b:1'] }, { cachefrom: '["a","b:1"]' }],
  ['extra_hosts', { extraHosts: ['db:10.0.0.1'] }, { extrahosts: ['db:10.0.0.1'] }],
  ['network', { network: 'host' }, { networkmode: 'host' }],
  ['shm_size', { shmSize: 1024 }, { shmsize: 1024 }],
  ['ulimits', { ulimits: { nofile: { soft: 1, hard: 2 } } }, { ulimits: '[{"Name":"nofile","Soft":1,"Hard":2}]' }],
  ['isolation', { isolation: 'hyperv' }, { isolation: 'hyperv' }],
  ['pull', { pull: true }, { pull: true }],
  ['no_cache', { noCache: true }, { nocache: true }],
];

test.each(told)('the builder is told "%s"', (_, build, query) => {
  expect(buildQuery(buildSpecOf(build), undefined)).toMatchObject(query);
});

test('the platform is that which was chosen', () => {
  expect(buildQuery(buildSpecOf({ platforms: ['a/b', 'c/d'] }), 'c/d')).toMatchObject({ platform: 'c/d' });
});

test("the user's labels can not pass an image off as another project's", () => {
  const { labels } = buildQuery(buildSpecOf({ labels: { 'devstack.project': 'other', note: 'x' } }), undefined);
  expect(JSON.parse(String(labels))).toEqual({ ...owned, note: 'x' });
});

test('a secret is no part of the query', () => {
  const secrets = [{ id: 'token', source: { kind: 'value', value: 'hidden' } as const }];
  expect(JSON.stringify(buildQuery(buildSpecOf({ secrets }), undefined))).not.toContain('hidden');
});

test.each([
  ['privileged', { privileged: true }, 'buildkit', '1.51', ['"privileged"']],
  ['privileged', { privileged: true }, 'classic', '1.51', ['"privileged"']],
  [
    'a store that is no registry',
    { cacheFrom: ['type=local,src=x', 'a:1'] },
    'buildkit',
    '1.51',
    ['"type=local,src=x"'],
  ],
  [
    'shm_size and ulimits',
    { shmSize: 1, ulimits: { a: { soft: 1, hard: 1 } } },
    'buildkit',
    '1.41',
    ['"shm_size"', '"ulimits"'],
  ],
  ['shm_size and ulimits', { shmSize: 1, ulimits: { a: { soft: 1, hard: 1 } } }, 'classic', '1.41', []],
  ['shm_size and ulimits', { shmSize: 1, ulimits: { a: { soft: 1, hard: 1 } } }, 'buildkit', '1.42', []],
] as const)('of %s (%o) the %s builder at API version %s leaves out %j', (_, build, builder, api, keys) => {
  const said = [...leftOut(buildOf(build), builder, api)];
  expect(said.map((line) => /^"[^"]+"/.exec(line)?.[0])).toEqual(keys);
});
