import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { askAgain } from '../../../src/cli/unchanged/ask-again.ts';

/** An engine of sorts on a socket; tells how many connections it was asked over. */
async function listen(answer: RequestListener) {
  const folder = await mkdtemp(join(tmpdir(), 'ask-again-'));
  const server = createServer(answer);
  let connections = 0;
  server.on('connection', () => connections++);
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });
  const socket = join(folder, 'engine.sock');
  server.listen(socket);
  await once(server, 'listening');
  return { socket, connections: () => connections };
}

const paths = Array.from({ length: 100 }, (_, at) => `/v1.41/images/image-${at}/json`);

test('many things are asked over a few connections, and what they come to is told in their order', async () => {
  const engine = await listen(({ url }, response) => void response.end(JSON.stringify({ path: url })));
  const digests = await askAgain(engine.socket, paths);
  expect(new Set(digests).size).toBe(paths.length);
  expect((await askAgain(engine.socket, paths.toReversed())).toReversed()).toEqual(digests);
  expect(engine.connections()).toBeLessThanOrEqual(16);
});

test('an engine that does not answer is left alone after a while', async () => {
  const engine = await listen(({ url }, response) => void (url === paths[0] && response.end('{}')));
  await expect(askAgain(engine.socket, paths, 50)).rejects.toThrow('the engine does not answer');
});

test('an engine that goes away in the middle of an answer is told as such', async () => {
  const engine = await listen((_, response) => void response.writeHead(200).write('{', () => response.destroy()));
  await expect(askAgain(engine.socket, paths)).rejects.toThrow();
});

test('an engine that is not there is told as such', async () => {
  await expect(askAgain('/nowhere/engine.sock', paths)).rejects.toThrow('ENOENT');
});
