import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { describeWithEngine } from '../engine-available.ts';
import { buildFixture, docker } from './build-fixture.ts';
import { type Registry, startRegistry } from './registry.ts';

// Whether a header with it needs padding depends on its length.
const logins = ['a', 'ab', 'abc'].map((username) => ({ username, password: 'p~s?w/rd:>ÿ' }));

describeWithEngine('a base image that only some may fetch', () => {
  describe.each(['buildkit', 'classic'] as const)('with %s', (builder) => {
    const builds = buildFixture(builder);
    let registry: Registry | undefined;
    afterEach(async () => {
      await registry?.close();
      registry = undefined;
    });
    /** A registry with the base image, which the engine itself does not have. */
    const place = async (login: (typeof logins)[number]): Promise<string> => {
      const { engine, name, write } = builds();
      registry = await startRegistry({ login });
      const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64');
      await write({ 'config.json': JSON.stringify({ auths: { [registry.address]: { auth } } }) });
      const repo = `${registry.address}/${name}`;
      await docker.getImage('busybox:1.36').tag({ repo, tag: 'base' });
      await engine.push(`${repo}:base`, () => undefined, AbortSignal.timeout(30_000));
      await docker.getImage(`${repo}:base`).remove();
      return `${repo}:base`;
    };

    test.each(logins)('is fetched with the login of "$username"', async (login) => {
      const { build, folder, write } = builds();
      const base = await place(login);
      await write({ 'app/Dockerfile': `FROM ${base}\nRUN echo fetched` });
      const { lines } = await build({ context: { kind: 'folder', path: join(folder, 'app') }, pull: true });
      expect(lines).toContain('fetched');
      // BuildKit keeps it to itself.
      if (builder === 'classic') await docker.getImage(base).remove();
    });

    test('is told to want a login where there is none', async () => {
      const { build, write } = builds();
      const base = await place({ username: 'ada', password: 'secret' });
      await write({ Dockerfile: `FROM ${base}`, 'config.json': '{}' });
      await expect(build()).rejects.toMatchObject({
        failure: {
          // An old BuildKit does not say all of its name.
          message: expect.stringMatching(
            /the image "127\.0\.0\.1:\d+\/\S+:base" that .* the registry refused your login$/,
          ),
          hint: expect.stringContaining('docker login'),
        },
      });
    });
  });
});
