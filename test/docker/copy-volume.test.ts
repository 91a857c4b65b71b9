import { afterAll, expect, test } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { copyVolume } from '../../src/run/migrations/copy-volume.ts';
import { projectFixture } from '../contract/project-fixture.ts';
import { all, image, specOf, volumeOf } from '../support/engine-things.ts';
import { describeWithEngine, engineHost } from './engine-available.ts';

const engine = dockerEngine(engineHost);
afterAll(() => engine.close());

describeWithEngine('a copy of a volume', () => {
  const project = projectFixture(() => ({ engine, scratch: '/tmp', seenFrom: () => engine }));

  /** Two volumes of a project, and a way to run a script that has both. */
  async function volumes() {
    const { name, signal } = project();
    const [from, to] = [`${name}_from`, `${name}_to`];
    for (const volume of [from, to]) await engine.ensureVolume(name, volumeOf(name, { name: volume }), signal);
    const mounts = [
      { type: 'volume', name: from, target: '/a', readOnly: false },
      { type: 'volume', name: to, target: '/b', readOnly: false },
    ] as const;
    const run = async (script: string): Promise<readonly string[]> => {
      const network = { kind: 'mode', mode: 'none' } as const;
      const handle = await engine.create(specOf(name, script, { mounts, network }), {}, signal);
      const { armed, exit } = engine.wait(handle, signal);
      await armed;
      await engine.start(handle, signal);
      expect(await exit).toMatchObject({ exitCode: 0 });
      const lines = await all(engine.logs(handle, { follow: false }, signal));
      await engine.remove(handle, { volumes: false }, signal);
      return lines.map(({ line }) => line);
    };
    const copy = (copier: string) =>
      copyVolume(engine, { project: name, job: 'migrate', from, to, image: copier }, signal);
    return { name, signal, run, copy, from, to };
  }

  test.each([image, 'postgres:15'])('has owners, modes, links and hidden files as they are (%s)', async (copier) => {
    const { run, copy } = await volumes();
    await run('cd /a; mkdir d; echo x > d/.h; ln -s d l; chmod 640 d/.h; chown 7:8 d/.h; chown 9:10 .; chmod 700 .');
    await copy(copier);
    const [one, other] = [await run(listing('/a')), await run(listing('/b'))];

    expect(other).toEqual(one);
    expect(one.join(' ')).toContain('drwx------ 9:10 .');
  });

  test('has nothing of what was there before', async () => {
    const { run, copy } = await volumes();
    await run('cd /b; mkdir -p old/deep .hidden; echo x > old/deep/file; echo x > ..odd; echo new > /a/new');
    await copy(image);

    expect(await run('ls -A /b')).toEqual(['new']);
  });

  test('is made also where one was cut off before, and goes on', async () => {
    const { name, signal, run, copy, to } = await volumes();
    const network = { kind: 'mode', mode: 'none' } as const;
    const left = specOf(name, 'sleep 1000', { name: `${to}-copy`, oneOff: true, unit: 'migrate', network });
    await engine.start(await engine.create(left, {}, signal), signal);
    await run('echo new > /a/new');
    await copy(image);

    expect(await run('ls -A /b')).toEqual(['new']);
  });

  test('that can not be made says why, and leaves no container', async () => {
    const { name, signal, copy } = await volumes();
    await expect(copy('devstack-holder:1')).rejects.toThrow();

    expect((await engine.observe(name, signal)).oneOffs).toEqual([]);
  });
});

const listing = (folder: string): string =>
  `cd ${folder}; find . | sort | while read f; do stat -c '%A %u:%g %n' "$f"; done`;
