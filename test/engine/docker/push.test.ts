import { expect, test } from 'vitest';
import { nameAndTag } from '../../../src/engine/docker/image-reference.ts';
import { pushFailure } from '../../../src/engine/docker/push-failure.ts';
import { parseReport, TransferSum } from '../../../src/engine/docker/transfer-progress.ts';

test.each([
  ['api', 'api', 'latest'],
  ['api:2', 'api', '2'],
  ['r.test:5000/shop/api', 'r.test:5000/shop/api', 'latest'],
  ['r.test:5000/shop/api:2', 'r.test:5000/shop/api', '2'],
])('"%s" is pushed as "%s" with the tag "%s"', (reference, name, tag) => {
  expect(nameAndTag(reference)).toEqual([name, tag]);
});

test.each([
  ['no basic auth credentials', 'the registry wants a login', 'log in with "docker login r.test"'],
  ['unauthorized: authentication required', 'the registry wants a login', 'log in with "docker login r.test"'],
  [
    'denied: requested access to the resource is denied',
    'the registry has no such place, or you may not push there',
    'look at the name; if it is right, log in with "docker login r.test"',
  ],
  ['An image does not exist locally with the tag: r.test/api', 'the engine does not have it', 'build it first'],
  ['tag does not exist: r.test/api:2', 'the engine does not have it', 'build it first'],
  [
    'Get "https://r.test/v2/": dial tcp: lookup r.test: no such host',
    'the registry can not be reached',
    'look at the network of the machine that the engine runs on, and its proxy settings',
  ],
  ['blob upload invalid.', 'blob upload invalid', undefined],
])('"%s" is told in plain words', (words, message, hint) => {
  const { failure } = pushFailure('r.test/api:2', words);
  expect(failure).toMatchObject({
    code: 'image-push',
    family: 'unit',
    message: `could not push the image "r.test/api:2": ${message}`,
  });
  expect(failure.hint).toBe(hint);
});

test('layers of a push add up, also where one grows on its way', () => {
  const sum = new TransferSum();
  const add = (id: string, status: string, current = 0, total = 0) =>
    sum.add(parseReport(JSON.stringify({ id, status, progressDetail: { current, total } })));
  expect(add('a', 'Preparing')).toBeUndefined();
  expect(add('a', 'Pushing', 10, 100)).toEqual({ current: 10, total: 100, status: 'pushing' });
  expect(add('b', 'Pushing', 60, 50)).toEqual({ current: 70, total: 160, status: 'pushing' });
  expect(add('a', 'Pushed')).toEqual({ current: 160, total: 160, status: 'pushed' });
  expect(add('c', 'Layer already exists')).toBeUndefined();
  expect(add('c', 'Retrying in 5 seconds')).toEqual({ current: 160, total: 160, status: 'retrying in 5 seconds' });
});
