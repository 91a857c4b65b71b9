import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { hearRequests } from '../../../src/cli/unchanged/hear-requests.ts';

/** Asks an engine that gives these answers, one after the other. */
async function askerOf(...answers: readonly object[]): Promise<(method: string, path: string) => Promise<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-heard-'));
  const socketPath = join(folder, 'engine.sock');
  const left = [...answers];
  const server = createServer((_, response) => void response.end(JSON.stringify(left.shift())));
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  onTestFinished(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  return (method, path) =>
    new Promise((resolve, reject) => {
      request({ socketPath, method, path, agent: false }, (response) => resolve(text(response)))
        .on('error', reject)
        .end();
    });
}

function hearing() {
  const requests = hearRequests();
  onTestFinished(requests.end);
  return requests;
}

test('the same question with the same answer counts once, and whoever asked has got it', async () => {
  const ask = await askerOf({ a: 1 }, { a: 1 }, { a: 2 });
  const requests = hearing();
  expect(await ask('GET', '/images/x/json')).toBe('{"a":1}');
  await ask('GET', '/images/x/json');
  requests.end();
  await ask('GET', '/images/y/json');
  expect(requests.heard()).toMatchObject({ isComplete: true, isSigned: false });
  expect([...requests.heard().answers.keys()]).toEqual(['/images/x/json']);
});

test('what was answered differently within one run is no answer to go by', async () => {
  const ask = await askerOf({ a: 1 }, { a: 2 });
  const requests = hearing();
  await ask('GET', '/images/x/json');
  await ask('GET', '/images/x/json');
  expect(requests.heard().isComplete).toBe(false);
});

test('a container that a list tells enough of need not be asked about by itself once more', async () => {
  const placed = { shop_default: { EndpointID: 'abc' } };
  const listed = [
    { Id: 'a', State: 'running', NetworkSettings: { Networks: placed } },
    { Id: 'b', State: 'exited', NetworkSettings: { Networks: placed } },
    { Id: 'c', State: 'running', NetworkSettings: { Networks: { ...placed, other: { EndpointID: '' } } } },
    { Id: 'd', State: 'running', NetworkSettings: { Networks: {} } },
  ];
  const paths = ['a', 'b', 'c', 'd', 'e'].map((id) => `/v1.51/containers/${id}/json`);
  const ask = await askerOf({ Id: 'a' }, listed, ...paths.slice(1).map((Id) => ({ Id })));
  const requests = hearing();
  const [first = '', ...others] = paths;
  for (const path of [first, '/v1.51/containers/json?all=true', ...others]) await ask('GET', path);
  expect([...requests.heard().answers.keys()]).toEqual(['/v1.51/containers/json?all=true', ...others]);
});

test('a run that changes something on the engine has nothing to go by', async () => {
  const ask = await askerOf({ a: 1 }, {}, { a: 1 });
  const requests = hearing();
  await ask('GET', '/images/x/json');
  await ask('POST', '/containers/create');
  await ask('GET', '/images/x/json');
  expect(requests.heard()).toMatchObject({ isComplete: false, answers: new Map() });
});
