import { expect } from 'vitest';
import { devstack } from '../support/devstack.ts';
import { leftOf } from '../support/engine.ts';
import { manifestFolder } from '../support/project.ts';
import { withEngine } from '../support/with-engine.ts';

const name = `e2e-shards-${process.pid}`;
const manifest = `name: ${name}\nservices:\n  db: { image: "busybox:1.36", init: true, command: [sleep, "1000"] }\n`;

withEngine('shards run the command each on a stack of its own, and the worst of them is the exit code', async () => {
  const folder = await manifestFolder(manifest);
  const script = 'echo "shard $DEVSTACK_SHARD of $DEVSTACK_SHARDS on $DEVSTACK_PROJECT"; exit $((DEVSTACK_SHARD - 1))';
  const { exitCode, stdout } = await devstack(['test', '-f', folder, '--shards', '3', '--', 'sh', '-c', script]);
  expect(exitCode).toBe(2);
  const said = [...stdout.matchAll(/^\[(\d)\/3\] shard (\d) of 3 on (\S+)$/gm)];
  expect(said.map(([, prefix, shard]) => `${prefix} ${shard}`).sort()).toEqual(['1 1', '2 2', '3 3']);
  expect(new Set(said.map(([, , , project]) => project)).size).toBe(3);
  expect(await leftOf(name)).toEqual([]);
});

withEngine('a number of shards that is none is refused', async () => {
  const folder = await manifestFolder(manifest);
  const { exitCode, stderr } = await devstack(['test', '-f', folder, '--shards', '0', '--', 'true']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('--shards') });
});
