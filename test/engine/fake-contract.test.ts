import { afterAll, beforeAll } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { engineContract } from '../contract/engine-contract.ts';
import { type FakeEngine, startFakeEngine } from './fake-engine/start-fake-engine.ts';

let fake: FakeEngine;
let engine: Engine;

beforeAll(async () => {
  fake = await startFakeEngine();
  engine = dockerEngine(fake.host);
});
afterAll(async () => {
  engine.close();
  await fake[Symbol.asyncDispose]();
});

engineContract(() => ({ engine, scratch: '/tmp', seenFrom: (host) => dockerEngine({ ...fake.host, ...host }) }));
