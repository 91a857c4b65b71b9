import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { describeWithEngine } from './engine-available.ts';
import { bringUp } from './keys/harness.ts';
import { base } from './keys/key-cases.ts';

describeWithEngine('a stack on the engine’s own network alone', () => {
  test('is told that a process of this machine has one of its ports, before anything is started', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const web = `web: { <<: *base, network_mode: bridge, ports: ["127.0.0.1:${port}:80"] }`;
    const db = 'db: { <<: *base, network_mode: bridge }';
    await using stack = await bringUp(`${base}services: { ${db}, ${web} }`);
    expect(stack.outcome).toMatchObject({
      kind: 'failed',
      failures: [{ failure: { code: 'port-taken', message: expect.stringContaining(`(pid ${process.pid})`) } }],
    });
    expect(stack.events.filter(({ type }) => type === 'unit.started')).toEqual([]);
  });
});
