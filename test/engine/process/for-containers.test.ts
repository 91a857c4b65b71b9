import { describe, expect, test } from 'vitest';
import { freePort } from '../../e2e/support/project.ts';
import { inFolder, until } from './support/in-folder.ts';

const at = inFolder();

/** Another address of this machine than the one that units listen on: containers know it by such a one. */
const gateway = '127.0.0.2';

const server = (port: string, address: string): string =>
  `exec node -e 'require("http").createServer((_, answer) => answer.end("here")).listen(${port}, "${address}")'`;

describe('a unit whose port is opened for containers', () => {
  test.each(['127.0.0.1', '::1', '0.0.0.0'])('is reached from there when it listens on %s', async (address) => {
    const { start, engine, signal } = at();
    const port = await freePort();
    const handle = await start(server(port, address), { gateway, portsForContainers: [Number(port)] });
    const [opened] = (await engine.inspect(handle, signal))?.forContainers ?? [];
    expect(opened).toMatchObject({ container: Number(port) });
    const answer = () => fetch(`http://${gateway}:${opened?.host}`).then((one) => one.text());
    await until(async () => (await answer().catch(() => '')) === 'here');
    expect(await engine.inspect(handle, signal)).toMatchObject({ ports: [] });
  });

  test('has the same one after it was started anew', async () => {
    const { start, engine, signal } = at();
    const handle = await start('sleep infinity', { gateway, portsForContainers: [1234] });
    const before = await engine.inspect(handle, signal);
    await engine.stop(handle, signal, 0);
    expect((await engine.inspect(handle, signal))?.forContainers).toBeUndefined();
    await engine.start(handle, signal);
    expect((await engine.inspect(handle, signal))?.forContainers).toEqual(before?.forContainers);
  });

  test('runs all the same when the engine has gone with that address', async () => {
    const { start, engine, signal, status } = at();
    // Of a network for documentation (RFC 5737): no machine has it.
    const handle = await start('sleep infinity', { gateway: '192.0.2.1', portsForContainers: [1234] });
    expect(await status(handle)).toBe('running');
    expect((await engine.inspect(handle, signal))?.forContainers).toBeUndefined();
  });
});
