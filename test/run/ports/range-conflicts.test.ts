import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import type { RangeClaim } from '../../../src/run/ports/port-claims.ts';
import { rangeConflicts } from '../../../src/run/ports/range-conflicts.ts';
import { claim, elsewhere, held, listeningPort } from './support/ports.ts';

/** A range of which the instance with this index claims a port. */
const range = (from: number, to: number, index = 1): RangeClaim => ({
  instance: instanceId('web', index),
  unit: 'web',
  from,
  to,
  address: '127.0.0.1',
  protocol: 'tcp',
});
describe('of a range of ports', () => {
  test('one that is left is enough, also one that a container gives back before', async () => {
    const survey = { ...elsewhere, published: [held(8080), held(8081, 'old')], leaving: new Set(['old']) };
    expect(await rangeConflicts([range(8080, 8081)], [], survey)).toEqual([]);
  });

  test('none is left where all are held, and by whom is told', async () => {
    const port = await listeningPort();
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
    const conflicts = await rangeConflicts(claims, [claim(8081, { instance: instanceId('api') })], elsewhere);
    expect(conflicts.map(({ instance }) => instance)).toEqual(['web#3']);
    expect(conflicts[0]?.failure.message).toContain('8081 by api#1, which publishes it too');
  });
});
