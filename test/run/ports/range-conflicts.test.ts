import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import type { PortClaim, RangeClaim } from '../../../src/run/ports/port-claims.ts';
import { rangeConflicts } from '../../../src/run/ports/range-conflicts.ts';

const range = (from: number, to: number, index = 1): RangeClaim => ({
  instance: instanceId('web', index),
  unit: 'web',
  from,
  to,
  address: '127.0.0.1',
  protocol: 'tcp',
});
const fixed = (port: number): PortClaim => ({
  instance: instanceId('api'),
  unit: 'api',
  port,
  address: '127.0.0.1',
  protocol: 'tcp',
});
const held = (port: number, handle = 'c1') => ({
  port,
  address: '0.0.0.0',
  protocol: 'tcp',
  handle,
  container: 'other-web-1',
  project: 'other',
});
const elsewhere = { published: [], leaving: new Set<string>(), isHere: false };

describe('of a range of ports', () => {
  test('one that is left is enough, also one that a container gives back before', async () => {
    const survey = { ...elsewhere, published: [held(8080), held(8081, 'old')], leaving: new Set(['old']) };
    expect(await rangeConflicts([range(8080, 8081)], [], survey)).toEqual([]);
  });

  test('none is left where all are held, and by whom is told', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const [conflict] = await rangeConflicts([range(port, port)], [], { ...elsewhere, isHere: true });
    expect(conflict).toMatchObject({
      instance: 'web#1',
      failure: {
        code: 'port-taken',
        message: expect.stringMatching(
          new RegExp(
            `^all ports ${port}-${port} of the host, of which "web" publishes one, are taken: ${port} by .* .pid ${process.pid}.$`,
          ),
        ),
        hint: expect.stringContaining('wider range'),
      },
    });
  });

  test('each instance takes one, and what is published by number none of it', async () => {
    const claims = [range(8080, 8082, 1), range(8080, 8082, 2), range(8080, 8082, 3)];
    const conflicts = await rangeConflicts(claims, [fixed(8081)], elsewhere);
    expect(conflicts.map(({ instance }) => instance)).toEqual(['web#3']);
    expect(conflicts[0]?.failure.message).toContain('8081 by api#1, which publishes it too');
  });
});
