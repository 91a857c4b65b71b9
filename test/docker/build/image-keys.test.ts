import { afterEach, describe, expect, test } from 'vitest';
import { describeWithEngine } from '../engine-available.ts';
import { buildFixture, docker } from './build-fixture.ts';
import { type Registry, startRegistry } from './registry.ts';

const signal = (): AbortSignal => AbortSignal.timeout(30_000);
const random = 'FROM busybox:1.36\nRUN cat /proc/sys/kernel/random/uuid';

describeWithEngine('what keys of a build do to its image', () => {
  describe.each(['buildkit', 'classic'] as const)('with %s', (builder) => {
    const builds = buildFixture(builder);
    let registry: Registry | undefined;
    afterEach(async () => {
      await registry?.close();
      registry = undefined;
    });

    test('it has the labels of the build, and says whose it is', async () => {
      const { build, name, write } = builds();
      await write({ Dockerfile: 'FROM busybox:1.36' });
      const { Config } = await (await build({ labels: { 'org.test.note': 'two words, "quoted"' } })).inspect();
      expect(Config.Labels).toMatchObject({
        'org.test.note': 'two words, "quoted"',
        'com.docker.compose.project': name,
        'com.docker.compose.service': 'app',
      });
    });

    test('it is found under its own name and under each of its tags', async () => {
      const { build, engine, name, write } = builds();
      await write({ Dockerfile: 'FROM busybox:1.36' });
      const { id } = await build({ tags: [`${name}:more`, `registry.test/${name}/app:2`] });
      const found = [`${name}:1`, `${name}:more`, `registry.test/${name}/app:2`];
      const facts = await Promise.all(found.map((reference) => engine.image(reference, signal())));
      expect(facts.map((one) => one?.id)).toEqual([id, id, id]);
      expect(facts[0]?.references).toEqual(expect.arrayContaining(found));
    });

    test('it is for the platform that is asked for', async () => {
      const { build, engine, name, write } = builds();
      await write({ Dockerfile: 'FROM scratch\nCOPY note /', note: 'hello' });
      await build({ platforms: ['linux/arm64'] });
      expect((await engine.image(`${name}:1`, signal()))?.platform).toBe('linux/arm64');
    });

    test('of several platforms it is for that of the engine', async () => {
      const { build, engine, name, write } = builds();
      await write({ Dockerfile: 'FROM scratch\nCOPY note /', note: 'hello' });
      const own = (await engine.image('busybox:1.36', signal()))?.platform ?? '';
      await build({ platforms: ['linux/s390x', own] });
      expect((await engine.image(`${name}:1`, signal()))?.platform).toBe(own);
    });

    test('it is made of the steps of an earlier build, except with no_cache', async () => {
      const { build, write } = builds();
      await write({ Dockerfile: random });
      const first = await build();
      const again = await build({ noCache: false });
      const anew = await build({ noCache: true });
      expect(again.lines).toEqual([]);
      expect(anew.lines).not.toEqual(first.lines);
    });

    test('an image of cache_from is looked for in its registry, and missed by nobody', async () => {
      const { build, name, write } = builds();
      registry = await startRegistry();
      await write({ Dockerfile: 'FROM busybox:1.36\nRUN true' });
      const cacheFrom = [`${registry.address}/${name}`, `type=registry,ref=${registry.address}/${name}/cache:1`];
      await build({ cacheFrom, noCache: false });
      const asked = [`HEAD /v2/${name}/manifests/latest`, `HEAD /v2/${name}/cache/manifests/1`];
      // The classic builder uses what the engine already has.
      expect(registry.requests).toEqual(builder === 'classic' ? [] : expect.arrayContaining(asked));
    });

    test('pull asks the registry for its base image, though the engine has it', async () => {
      const { build, engine, name, write } = builds();
      registry = await startRegistry();
      const repo = `${registry.address}/${name}`;
      await docker.getImage('busybox:1.36').tag({ repo, tag: 'base' });
      await engine.push(`${repo}:base`, () => undefined, signal());
      await write({ Dockerfile: `FROM ${repo}:base\nRUN echo hello` });
      const pushed = registry.requests.length;
      await build({ pull: true });
      await docker.getImage(`${repo}:base`).remove();
      expect(registry.requests.slice(pushed).join()).toContain(`/v2/${name}/manifests/`);
    });

    test('a base image that is not there and that the registry does not have is named', async () => {
      const { build, name, write } = builds();
      registry = await startRegistry();
      const base = `${registry.address}/${name}:none`;
      await write({ Dockerfile: `FROM ${base}` });
      await expect(build()).rejects.toMatchObject({
        failure: {
          code: 'image-build',
          message: expect.stringContaining(
            `the image "${base}" that the Dockerfile names can not be had: the registry has no such`,
          ),
        },
      });
    });
  });
});
