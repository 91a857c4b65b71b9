import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { up } from '../../src/index.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';

const text = `
name: shop
services:
  web: { image: "busybox:1.36", command: [sh, -c, "sleep infinity"] }
`;

test('a command whose time is over while the engine is silent ends with the reason of its signal', async () => {
  await using fake = await startFakeEngine();
  const folder = await mkdtemp(join(tmpdir(), 'devstack-library-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'devstack.yaml'), text);
  const environment = { ...fake.host.environment, XDG_STATE_HOME: folder };
  await using stack = await up({ cwd: folder, isolated: false, env: environment });
  fake.inject({ match: /^POST .*\/exec$/, effect: { kind: 'hang' } });
  const signal = AbortSignal.timeout(100);
  await expect(stack.exec('web', ['true'], { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
});
