import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { letPass } from '../../../src/engine/process/let-pass.ts';

/** Lets nothing happen in this process for a time, ms. */
const halt = (ms: number): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test('what a program has said is read before a time is over during which this process was halted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-halt-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const said = text(spawn('sh', ['-c', 'echo here; touch said'], { cwd: folder }).stdout);
  const over = letPass(200).then(() => 'over');
  while (!existsSync(join(folder, 'said'))) halt(10);
  halt(400);
  expect(await Promise.race([said, over])).toBe('here\n');
});
