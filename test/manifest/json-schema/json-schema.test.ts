import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchema } from '../../../src/manifest/json-schema/json-schema.ts';
import { problemsOf, type Schema } from './validate.ts';

const repository = new URL('../../..', import.meta.url).pathname;
const read = (path: string): string => readFileSync(`${repository}/${path}`, 'utf8');
const parsed = (text: string): unknown => parse(text, { merge: true, uniqueKeys: false, logLevel: 'silent' });

const schemas = { devstack: jsonSchema('devstack'), compose: jsonSchema('compose') };

/** Without tags of merging, which an editor does not know, and with one document. */
const corpus = globSync('test/corpus/projects/**/*.{yml,yaml}', { cwd: repository })
  .filter((path) => !/!reset|!override/.test(read(path)) && !path.includes('several-documents'))
  .toSorted();

describe('the schema allows', () => {
  test.each(['fixtures/shop/devstack.yaml', 'fixtures/chain/devstack.yaml'])('%s', (path) => {
    expect(problemsOf(parsed(read(path)), schemas.devstack)).toEqual([]);
  });

  test.each(corpus)('%s', (path) => {
    expect(problemsOf(parsed(read(path)), schemas.compose)).toEqual([]);
  });
});

describe('the schema forbids', () => {
  test.each([
    ['a key that is not there', 'services: {a: {imag: x}}', '.services.a.imag: is no key'],
    ['a list where a map belongs', 'services: [a]', '.services: array is not object,null'],
    ['a number where a text belongs', 'services: {a: {image: 1}}', '.services.a.image: fits none'],
    ['a choice that is none', 'jobs: {a: {image: x, run: sometimes}}', '.jobs.a.run: fits none'],
    ['a key of services in a job', 'jobs: {a: {image: x, ready: {tcp: {port: 1}}}}', '.jobs.a.ready: is no key'],
    ['a key too many within a value', 'services: {a: {ports: [{target: 1, hots: 2}]}}', '.services.a.ports'],
    ['a preset that is none', 'services: {a: {ready: {preset: db}}}', '.services.a.ready: fits none'],
    [
      'a key too many in one of several checks',
      'services: {a: {ready: {all: [{tpc: 1}]}}}',
      '.services.a.ready: fits none',
    ],
    ['a name that can not be one', 'services: {"a b": {image: x}}', '.services.a b: is no key'],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(parsed(text), schemas.devstack)).toEqual([expect.stringContaining(problem)]);
  });

  test('keys of devstack beside those of Compose', () => {
    const stage = (text: string) => problemsOf(parsed(text), schemas.compose);
    expect(stage('services: {a: {image: x, stage: one}}')).toEqual(['.services.a.stage: is no key']);
    expect(stage('services: {a: {image: x, x-devstack: {stage: one}}}')).toEqual([]);
    expect(stage('services: {a: {image: x, x-devstack: {stag: one}}}')).toEqual([
      '.services.a.x-devstack.stag: is no key',
    ]);
  });
});

test('a variable may stand where there is a choice', () => {
  const text = 'services: {a: {image: x, ports: [{target: "${A}", protocol: "${B:-tcp}"}]}}';
  expect(problemsOf(parsed(text), schemas.devstack)).toEqual([]);
});

test.each(['service', 'job', 'network', 'volume'])('each key of a %s says what it means', (definition) => {
  const { anyOf, properties = (anyOf as readonly Schema[] | undefined)?.[0]?.properties } =
    (schemas.devstack.$defs as Record<string, Schema>)[definition] ?? {};
  const silent = Object.entries(properties as Record<string, Schema>).filter(
    ([, schema]) => schema.description === undefined,
  );
  expect(silent.map(([key]) => key)).toEqual([]);
});

test.each(['devstack', 'compose'] as const)('each key of a file in the dialect %s says what it means', (dialect) => {
  const silent = Object.entries(schemas[dialect].properties as Record<string, Schema>).filter(
    ([, schema]) => schema.description === undefined,
  );
  expect(silent.map(([key]) => key)).toEqual([]);
});
