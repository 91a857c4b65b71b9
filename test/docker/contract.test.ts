import { afterAll } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { engineContract } from '../contract/engine-contract.ts';
import { describeWithEngine, engineHost } from './engine-available.ts';

const engine = dockerEngine(engineHost);
afterAll(() => engine.close());

describeWithEngine('the real engine', () => {
  engineContract(() => ({ engine, scratch: '/tmp', seenFrom: (host) => dockerEngine({ ...engineHost, ...host }) }));
});
