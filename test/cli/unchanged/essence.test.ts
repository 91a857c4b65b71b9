import { describe, expect, test } from 'vitest';
import { essenceOf } from '../../../src/cli/unchanged/essence.ts';

const path = '/v1.51/containers/json?all=true';
const head = (statusCode: number, server = 'Docker/28.5.2 (linux)') => ({
  statusCode,
  headers: { server, 'api-version': '1.51' },
});
const web = { Id: 'web', State: 'running', Status: 'Up 3 minutes (healthy)', Names: ['/a', '/b'] };
const db = { Id: 'db', State: 'running', Status: 'Up 4 minutes', Names: ['/db'] };
const essence = (...containers: readonly object[]): string =>
  essenceOf(path, head(200), Buffer.from(JSON.stringify(containers)));

describe('a list of containers says the same', () => {
  test.each([
    ['when time passes', [{ ...web, Status: 'Up 2 hours (healthy)' }, db]],
    ['when a check that was still under way has passed', [{ ...web, Status: 'Up 3 minutes (health: starting)' }, db]],
    ['in another order', [db, web]],
    ['with its parts in another order', [{ ...web, Names: ['/b', '/a'] }, db]],
  ])('%s', (_, containers) => {
    expect(essence(...containers)).toBe(essence(web, db));
  });
});

describe('a list of containers says something else', () => {
  test.each([
    ['when one has become unhealthy', [{ ...web, Status: 'Up 3 minutes (unhealthy)' }, db]],
    ['when one runs no more', [{ ...web, State: 'exited', Status: 'Exited (0) 1 second ago' }, db]],
    ['when one was made anew', [{ ...web, Id: 'other' }, db]],
    ['when one is gone', [web]],
    ['when one has come', [web, db, { ...db, Id: 'more' }]],
  ])('%s', (_, containers) => {
    expect(essence(...containers)).not.toBe(essence(web, db));
  });
});

describe('what is told of one container', () => {
  const of = (state: object): string =>
    essenceOf('/v1.51/containers/abc/json', head(200), Buffer.from(JSON.stringify({ Id: 'abc', State: state })));
  const checked = (health: string, end: string) => ({
    Status: 'running',
    Health: { Status: health, Log: [{ End: end }] },
  });

  test('says the same when its healthcheck has passed once more', () => {
    expect(of(checked('healthy', '10:01'))).toBe(of(checked('starting', '10:00')));
  });

  test('says something else when it has become unhealthy, or does not run', () => {
    const running = checked('healthy', '10:00');
    expect(of(checked('unhealthy', '10:00'))).not.toBe(of(running));
    expect(of({ ...running, Status: 'exited' })).not.toBe(of(running));
  });
});

test('any other answer counts to the last byte, and so does its status', () => {
  const ofImage = (status: number, text: string): string =>
    essenceOf('/v1.51/images/a/json', head(status), Buffer.from(text));
  expect(new Set([ofImage(200, '{"a":1}'), ofImage(200, '{"a":1} '), ofImage(404, '{"a":1}')]).size).toBe(3);
});

test('a list that can not be read is no reason to stop', () => {
  expect(essenceOf(path, head(500), Buffer.from('not json'))).not.toBe(
    essenceOf(path, head(500), Buffer.from('nor this')),
  );
});

test('another version of the engine says something else', () => {
  const by = (server: string): string => essenceOf(path, head(200, server), Buffer.from('[]'));
  expect(by('Docker/28.5.3 (linux)')).not.toBe(by('Docker/28.5.2 (linux)'));
});
