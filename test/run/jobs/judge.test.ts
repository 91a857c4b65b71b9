import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job, Mount } from '../../../src/manifest/model.ts';
import { changesSince, type Fingerprint } from '../../../src/run/jobs/fingerprint.ts';
import { hashInputs } from '../../../src/run/jobs/inputs.ts';
import { judge } from '../../../src/run/jobs/judge.ts';

const span = { source: { path: '', text: '', folder: '/' }, start: 0, end: 0 };
const fingerprint: Fingerprint = {
  image: 'sha256:1',
  command: 'c',
  environment: { A: '1' },
  inputs: { 'db/001.sql': 'x' },
  state: { db: 'volume one' },
};
const job = (more: Partial<Job> = {}) => ({ run: 'changed', mounts: [], inputs: [], ...more }) as unknown as Job;
const done = { fingerprint, outputs: {}, at: 0, durationMs: 1 };
const bind = (source: string): Mount => ({ type: 'bind', source, target: '/x', readOnly: true, create: false, span });

describe('what changed since a job last ran', () => {
  test.each<[string, Partial<Fingerprint>, readonly string[]]>([
    ['nothing', {}, []],
    ['the image', { image: 'sha256:2' }, ['image changed']],
    ['a variable, by its name alone', { environment: { A: '2', B: '1' } }, ['environment: A changed, B added']],
    ['an input', { inputs: { 'db/001.sql': 'x', 'db/002.sql': 'y' } }, ['inputs: db/002.sql added']],
    ['an input that is gone', { inputs: {} }, ['inputs: db/001.sql removed']],
    ['the data', { state: { db: 'volume two' } }, ['the data of db is new']],
  ])('%s', (_, change, expected) => {
    expect(changesSince(fingerprint, { ...fingerprint, ...change })).toEqual(expected);
  });
});

describe('whether a job has to run', () => {
  test('not when nothing changed since it was done', () => {
    expect(judge(job(), { done }, fingerprint)).toEqual({ kind: 'replay', done });
  });

  test.each<[string, Job, object, Fingerprint, RegExp]>([
    ['it never completed', job(), {}, fingerprint, /not completed/],
    ['it is to run every time', job({ run: 'always' }), { done }, fingerprint, /every time/],
    ['its inputs do not name what it mounts', job({ mounts: [bind('/app')] }), { done }, fingerprint, /"inputs"/],
    [
      'its inputs name a neighbour',
      job({ mounts: [bind('/app')], inputs: ['/app2/*'] }),
      { done },
      fingerprint,
      /inputs/,
    ],
    ['its data can not be told', job(), { done }, { ...fingerprint, state: { db: '/d=unknown' } }, /can not be told/],
  ])('when %s', (_, unit, record, now, cause) => {
    expect(judge(unit, record, now)).toMatchObject({ kind: 'run', cause: expect.stringMatching(cause) });
  });

  test('not again, whatever changed, when it is to run once and has for this data', () => {
    const changed = { ...fingerprint, image: 'sha256:2', inputs: {} };
    expect(judge(job({ run: 'once', mounts: [bind('/app')] }), { done }, changed).kind).toBe('replay');
  });

  test('when it is to run once and its data is new', () => {
    const now = { ...fingerprint, state: { db: 'volume two' } };
    expect(judge(job({ run: 'once' }), { done }, now)).toEqual({ kind: 'run', cause: 'the data of db is new' });
  });

  test('not for what it mounts when its inputs name that', () => {
    const covered = job({ mounts: [bind('/app/sql')], inputs: ['/app/sql/*.sql'] });
    expect(judge(covered, { done }, fingerprint).kind).toBe('replay');
  });
});

test('inputs are hashed by content, folders with all that is in them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-inputs-'));
  await mkdir(join(folder, 'sql/deep'), { recursive: true });
  await writeFile(join(folder, 'sql/1.sql'), 'one');
  await writeFile(join(folder, 'sql/deep/2.sql'), 'two');
  const hash = () => hashInputs([join(folder, 'sql')], folder, new AbortController().signal);
  const before = await hash();
  expect(Object.keys(before)).toEqual(['sql/1.sql', 'sql/deep/2.sql']);
  expect(await hash()).toEqual(before);
  await writeFile(join(folder, 'sql/1.sql'), 'changed');
  expect(await hash()).not.toEqual(before);
  await rm(folder, { recursive: true });
});
