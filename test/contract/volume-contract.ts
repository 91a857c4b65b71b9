import { expect, test } from 'vitest';
import { volumeOf } from '../support/engine-things.ts';
import type { Subject } from './engine-contract.ts';
import { projectFixture } from './project-fixture.ts';

/** Volumes, and one look at all that a project has. */
export function volumeContract(subject: () => Subject): void {
  const project = projectFixture(subject);

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
        hint: expect.stringContaining('create'),
      },
    });
  });

  test('what containers write to a volume is there for the next, and one look shows all that the project has', async () => {
    const { engine, name, signal, run, scratch } = project();
    const volume = await engine.ensureVolume(name, volumeOf(name), signal);
    const mounts = [{ type: 'volume', name: volume.name, target: '/data', readOnly: false }] as const;
    const environment = new Map([['DATA', '/data']]);
    await run('echo kept > $DATA/file', { unit: 'writer', mounts, environment });
    const { handle } = await run(`cat $DATA/file > ${scratch}/copy`, { unit: 'reader', mounts, environment });
    expect(Buffer.from((await engine.readFile(handle, `${scratch}/copy`, 10, signal)) ?? '').toString()).toBe('kept\n');
    const seen = await engine.observe(name, signal);
    expect(seen.containers.map(({ unit }) => unit).toSorted()).toEqual(['reader', 'writer']);
    expect(seen.containers[0]?.mounts).toEqual([{ target: '/data', type: 'volume', source: volume.name }]);
    expect(seen.volumes).toEqual([{ name: volume.name, identity: volume.identity, owned: true }]);
    expect(seen.foreign).toEqual([]);
  });
}
