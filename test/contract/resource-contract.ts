import { expect, test } from 'vitest';
import { image, networkOf, volumeOf } from '../support/engine-things.ts';
import type { Subject } from './engine-contract.ts';
import { projectFixture } from './project-fixture.ts';

/** Networks, volumes and images. */
export function resourceContract(subject: () => Subject): void {
  const project = projectFixture(subject);

  test('a network is made once, also by two at the same time, and has a gateway', async () => {
    const { engine, name, signal } = project();
    const made = await Promise.all(
      [1, 2, 3].map(() => engine.ensureNetwork(name, networkOf(name, { key: 'extra', name: `${name}_extra` }), signal)),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(made[0]).toMatchObject({ owned: true, gateways: [expect.stringMatching(/^[\d.]+$/)] });
    expect(
      await engine.ensureNetwork(name, networkOf(name, { key: 'extra', name: `${name}_extra` }), signal),
    ).toMatchObject({ created: false });
  });

  test('removing a network or volume that is gone is fine', async () => {
    const { engine, name, signal } = project();
    await engine.removeNetwork(`${name}_none`, signal);
    await engine.removeVolume(`${name}_none`, signal);
  });

  test('a volume keeps its identity as long as it exists, whatever is asked for later', async () => {
    const { engine, name, signal } = project();
    const first = await engine.ensureVolume(name, volumeOf(name), signal);
    const again = await engine.ensureVolume(name, volumeOf(name, { labels: { other: 'label' } }), signal);
    expect(first).toMatchObject({ owned: true, created: true });
    expect(again).toEqual({ ...first, created: false });
    await engine.removeVolume(first.name, signal);
    const fresh = await engine.ensureVolume(name, volumeOf(name), signal);
    expect(fresh.identity).not.toBe(first.identity);
  });

  test("another project's volume is used, and not taken for ours", async () => {
    const { engine, name, signal } = project();
    await engine.ensureVolume(name, volumeOf(name), signal);
    const seen = await engine.ensureVolume(`${name}x`, volumeOf(name, { external: true }), signal);
    expect(seen).toMatchObject({ owned: false, created: false });
  });

  test('an external volume that is not there is told, with what to do', async () => {
    const { engine, name, signal } = project();
    await expect(engine.ensureVolume(name, volumeOf(name, { external: true }), signal)).rejects.toMatchObject({
      failure: {
        message: expect.stringContaining(`"${name}_data" does not exist`),
        hint: expect.stringContaining('docker volume create'),
      },
    });
  });

  test('what containers write to a volume is there for the next, and one look shows all that the project has', async () => {
    const { engine, name, signal, run } = project();
    const volume = await engine.ensureVolume(name, volumeOf(name), signal);
    const mounts = [{ type: 'volume', name: volume.name, target: '/data', readOnly: false }] as const;
    await run('echo kept > /data/file', { unit: 'writer', mounts });
    const { handle } = await run('cat /data/file > /tmp/copy', { unit: 'reader', mounts });
    expect(Buffer.from((await engine.readFile(handle, '/tmp/copy', 10, signal)) ?? '').toString()).toBe('kept\n');
    const seen = await engine.observe(name, signal);
    expect(seen.containers.map(({ unit }) => unit).toSorted()).toEqual(['reader', 'writer']);
    expect(seen.containers[0]?.mounts).toEqual([{ target: '/data', type: 'volume', source: volume.name }]);
    expect(seen.volumes).toEqual([{ name: volume.name, identity: volume.identity, owned: true }]);
    expect(seen.networks).toMatchObject([{ name: `${name}_default`, owned: true }]);
    expect(seen.foreign).toEqual([]);
  });

  test('a network that is in use is not removed, and that is said', async () => {
    const { engine, name, signal, create } = project();
    await engine.start(await create('sleep infinity'), signal);
    await expect(engine.removeNetwork(`${name}_default`, signal)).rejects.toMatchObject({
      failure: { code: 'teardown', message: expect.stringContaining('still connected') },
    });
  });

  test('the id of an image is known when the engine has it', async () => {
    const { engine, signal } = project();
    expect(await engine.image(image, signal)).toMatchObject({ id: expect.stringMatching(/^sha256:/) });
    expect(await engine.image('devstack-none:1', signal)).toBeUndefined();
  });
}
