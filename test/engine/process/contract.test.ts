import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Engine } from '../../../src/engine/engine.ts';
import { engineContract } from '../../contract/engine-contract.ts';
import { processTestEngine } from './support/process-test-engine.ts';

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'devstack-process-'));
  engine = processTestEngine(folder);
});
afterAll(async () => {
  engine.close();
  await rm(folder, { recursive: true });
});

engineContract(() => ({ engine, scratch: folder, seenFrom: (host) => processTestEngine(folder, host) }), 'processes');
