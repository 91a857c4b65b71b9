import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { describeWithEngine } from '../engine-available.ts';
import { buildFixture } from './build-fixture.ts';

describeWithEngine('a build on its way', () => {
  describe.each(['buildkit', 'classic'] as const)('with %s', (builder) => {
    const builds = buildFixture(builder);
    const closes: (() => void)[] = [];
    afterEach(() => {
      for (const close of closes.splice(0)) close();
    });
    /** Where a step can connect to, as a sign that it runs for as long as the connection stands. */
    const listen = async () => {
      const server = createServer();
      closes.push(() => server.close());
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as AddressInfo;
      return { port, connected: once(server, 'connection') as Promise<[Socket]> };
    };

    test('tells its steps by number and name, and their lines as they are written', async () => {
      const { build, told, write } = builds();
      const steps = ['FROM busybox:1.36', 'COPY note /', String.raw`RUN cat /note; printf 'half\roverwritten\nno end'`];
      await write({ Dockerfile: steps.join('\n'), note: 'one\n\ntwo\n' });
      const { lines, steps: named } = await build();
      expect(lines).toEqual(['one', '', 'two', 'overwritten', 'no end']);
      const [from, copy, run] = named;
      expect(from).toMatch(/^1\/\d FROM (?:docker\.io\/library\/)?busybox:1\.36/);
      expect([copy, run].map((name) => name?.replace(/\/\d/, ''))).toEqual([`2 ${steps[1]}`, `3 ${steps[2]}`]);
      const ofRun = told.findIndex((one) => one.kind === 'step' && one.name.startsWith('RUN'));
      expect(told.findIndex(({ kind }) => kind === 'line')).toBeGreaterThan(ofRun);
    });

    test('tells a line while its step still runs', async () => {
      const { build, told, write } = builds();
      const { port, connected } = await listen();
      await write({
        Dockerfile: `FROM busybox:1.36\nRUN mkfifo /open; echo running; nc 127.0.0.1 ${port} <> /open; echo over`,
      });
      const building = build({ network: 'host' });
      const [socket] = await connected;
      await expect.poll(() => told).toContainEqual({ kind: 'line', line: 'running' });
      expect(told).not.toContainEqual({ kind: 'line', line: 'over' });
      socket.end();
      expect((await building).lines).toEqual(['running', 'over']);
    });

    test('that is aborted leaves no step running, and no image', async () => {
      const { build, engine, name, write } = builds();
      const { port, connected } = await listen();
      await write({ Dockerfile: `FROM busybox:1.36\nRUN sleep 1000 | nc 127.0.0.1 ${port}` });
      const gaveUp = new AbortController();
      const building = build({ network: 'host' }, gaveUp.signal);
      const [socket] = await connected;
      const closed = once(socket.resume(), 'close');
      gaveUp.abort(new Error('gave up'));
      await expect(building).rejects.toThrow('gave up');
      await closed;
      expect(await engine.image(`${name}:1`, AbortSignal.timeout(10_000))).toBeUndefined();
    });

    test('that is aborted before it begins is not begun', async () => {
      const { build, told, write } = builds();
      await write({ Dockerfile: 'FROM busybox:1.36\nRUN echo begun' });
      await expect(build({}, AbortSignal.abort(new Error('gave up')))).rejects.toThrow('gave up');
      expect(told).toEqual([]);
    });

    test('goes on beside another of the same folder', async () => {
      const { build, name, write } = builds();
      await write({ Dockerfile: 'FROM busybox:1.36\nARG WHO\nRUN echo "for $WHO"' });
      const both = ['one', 'two'].map((who) => build({ args: new Map([['WHO', who]]), tags: [`${name}:${who}`] }));
      const [one, two] = await Promise.all(both);
      expect(one?.id).not.toBe(two?.id);
    });
  });
});
