import { Server } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { meet } from '../../../src/run/ports/port-claims.ts';
import { portConflicts } from '../../../src/run/ports/port-conflicts.ts';
import { inodesOf } from '../../../src/run/ports/process-on-port.ts';
import { isPortFree } from '../../../src/run/ports/try-port.ts';
import { claim, elsewhere, held, listeningPort } from './support/ports.ts';

describe('a port that is taken', () => {
  test('by a container is told with its name and project', async () => {
    const [conflict] = await portConflicts([claim(8080)], { ...elsewhere, published: [held(8080)] });
    expect(conflict).toMatchObject({
      instance: 'web#1',
      failure: {
        code: 'port-taken',
        message:
          'port 8080 of the host, which "web" publishes, is taken by the container "other-web-1" of the project "other"',
      },
    });
  });

  test('by a process of this machine is told with its name and pid, and one that is free is offered', async () => {
    const port = await listeningPort();
    const [conflict] = await portConflicts([claim(port)], { ...elsewhere, isHere: true });
    expect(conflict?.failure.message).toContain(`(pid ${process.pid})`);
    expect(conflict?.failure.hint).toMatch(/such as \d+, which is free/);
  });

  test('by a process is nobody’s matter where the engine publishes on another machine', async () => {
    const port = await listeningPort();
    expect(await portConflicts([claim(port)], elsewhere)).toEqual([]);
  });

  test('by two of this run is told once, of the second', async () => {
    const second = claim(8080, { instance: instanceId('web', 2) });
    const conflicts = await portConflicts([claim(8080), second], elsewhere);
    expect(conflicts).toMatchObject([
      { instance: 'web#2', failure: { message: expect.stringContaining('web#1, which publishes it too') } },
    ]);
  });
});

test('a port is free that a container gives back before', async () => {
  const survey = { ...elsewhere, published: [held(8080, 'old')], leaving: new Set(['old']) };
  expect(await portConflicts([claim(8080)], survey)).toEqual([]);
});

test.each([
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.1', '127.0.0.2', false],
  ['0.0.0.0', '127.0.0.1', true],
  ['::', '127.0.0.1', false],
  ['::', '::1', true],
  ['', '::1', true],
  ['', '10.0.0.1', true],
])('%j and %j on one port are in each other’s way: %s', (one, other, expected) => {
  expect(meet(one, other)).toBe(expected);
  expect(meet(other, one)).toBe(expected);
});

test.each([
  ['tcp', '', ['111', '444', '555', '666', '777']],
  ['tcp', '127.0.0.1', ['111', '555', '666']],
  ['tcp', '127.0.0.2', ['444', '555']],
  ['tcp', '::1', ['555', '777']],
] as const)(
  'of the table of %s sockets those count that listen on the port, in the way of %j',
  (protocol, address, expected) => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0 100 0 0 10 0
   1: 0100007F:1F90 0100007F:C000 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0 100 0 0 10 0
   2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0 100 0 0 10 0
   3: 0200007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 444 1 0 100 0 0 10 0
   4: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 555 1 0 100 0 0 10 0
   5: 0000000000000000FFFF00000100007F:1F90 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 666 1 0 100 0 0 10 0
   6: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 777 1 0 100 0 0 10 0`;
    expect(inodesOf(table, 8080, protocol, address)).toEqual(expected);
  },
);

test('what is offered is neither wanted by another unit nor offered twice', async () => {
  const [port, other] = [await listeningPort(), await listeningPort()];
  const wanted = claim(port + 1, { instance: instanceId('next'), unit: 'next' });
  const conflicts = await portConflicts([claim(port), claim(other, { instance: instanceId('api') }), wanted], {
    ...elsewhere,
    isHere: true,
  });
  const offered = conflicts.map(({ failure }) => Number(/such as (\d+)/.exec(failure.hint ?? '')?.[1]));
  expect(offered).toHaveLength(2);
  expect(offered).not.toContain(port + 1);
  expect(new Set(offered).size).toBe(2);
});

test('an address of another machine is told as such where the engine publishes on this one', async () => {
  const far = claim(8080, { address: '192.0.2.77' });
  const [conflict] = await portConflicts([far], { ...elsewhere, isHere: true });
  expect(conflict?.failure.message).toBe(
    '"web" publishes port 8080 on 192.0.2.77, which is no address of this machine',
  );
  expect(await portConflicts([far], elsewhere)).toEqual([]);
});

test('a port of IP version 6 is free beside one of version 4', async () => {
  const port = await listeningPort('0.0.0.0');
  expect(await isPortFree(port, '::', 'tcp')).toBe(true);
  expect(await isPortFree(port, '', 'tcp')).toBe(false);
  expect(await isPortFree(port, '127.0.0.1', 'tcp')).toBe(false);
});

test('a port of SCTP is not one of TCP', async () => {
  expect(await isPortFree(await listeningPort('0.0.0.0'), '', 'sctp')).toBe(true);
});

describe.runIf(process.platform === 'linux')('a port that only root may listen on', () => {
  /** The kernel's answer to everybody else, for each port. */
  const refuse = (): void => {
    const listen = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
      process.nextTick(() => this.emit('error', Object.assign(new Error('listen EACCES'), { code: 'EACCES' })));
      return this;
    });
    onTestFinished(() => listen.mockRestore());
  };

  test('is taken where somebody listens', async () => {
    const port = await listeningPort();
    refuse();
    expect(await isPortFree(port, '127.0.0.1', 'tcp')).toBe(false);
    expect(await isPortFree(port, '', 'tcp')).toBe(false);
  });

  test('is free for all that can be seen where nobody does', async () => {
    const port = await listeningPort();
    refuse();
    expect(await isPortFree(port, '127.0.0.2', 'tcp')).toBe(true);
  });
});
