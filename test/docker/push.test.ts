import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import type { PullProgress } from '../../src/engine/engine.ts';
import { image, uniqueProject } from '../support/engine-things.ts';
import { docker } from './build/build-fixture.ts';
import { type Registry, startRegistry } from './build/registry.ts';
import { describeWithEngine, engineHost } from './engine-available.ts';

const login = { username: 'ada', password: 'p~s?s/w+rd:ÿ' };
const signal = () => AbortSignal.timeout(30_000);

describeWithEngine('a push', () => {
  const name = uniqueProject();
  let folder = '';
  let registry: Registry | undefined;
  const engineWith = async (config: object) => {
    await writeFile(join(folder, 'config.json'), JSON.stringify(config));
    return dockerEngine({ ...engineHost, environment: { ...engineHost.environment, DOCKER_CONFIG: folder } });
  };
  /** A registry, and the name of an image that belongs there. */
  const place = async (options?: Parameters<typeof startRegistry>[0]) => {
    registry = await startRegistry(options);
    const repo = `${registry.address}/${name}/app`;
    await docker.getImage(image).tag({ repo, tag: '1' });
    return { registry, reference: `${repo}:1` };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'devstack-push-'));
  });
  afterEach(async () => {
    if (registry === undefined) return;
    await docker.getImage(`${registry.address}/${name}/app:1`).remove();
    await registry.close();
    registry = undefined;
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('brings the image to its registry, and tells how far it is', async () => {
    const { registry, reference } = await place();
    const engine = await engineWith({});
    const told: PullProgress[] = [];
    await engine.push(reference, (progress) => told.push(progress), signal());
    expect([...registry.manifests.keys()]).toContain(`${name}/app:1`);
    const last = told.at(-1);
    expect(last?.total).toBeGreaterThan(0);
    expect(last?.current).toBe(last?.total);
    engine.close();
  });

  test('shows the registry the login of the user', async () => {
    const { registry, reference } = await place({ login });
    const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64');
    const engine = await engineWith({ auths: { [registry.address]: { auth } } });
    await engine.push(reference, () => undefined, signal());
    expect([...registry.manifests.keys()]).toContain(`${name}/app:1`);
    engine.close();
  });

  test('without a login that the registry wants says so', async () => {
    const { registry, reference } = await place({ login });
    const engine = await engineWith({});
    await expect(engine.push(reference, () => undefined, signal())).rejects.toMatchObject({
      failure: {
        code: 'image-push',
        family: 'unit',
        message: `could not push the image "${reference}": the registry wants a login`,
        hint: `log in with "docker login ${registry.address}"`,
      },
    });
    engine.close();
  });

  test('with a login that the registry does not take is tried again, says so, and can be given up', async () => {
    const { registry, reference } = await place({ login });
    const auth = Buffer.from('ada:wrong-password').toString('base64');
    const engine = await engineWith({ auths: { [registry.address]: { auth } } });
    const gaveUp = new AbortController();
    const pushing = engine.push(
      reference,
      ({ status }) => status.startsWith('retrying in') && gaveUp.abort(new Error('gave up')),
      gaveUp.signal,
    );
    await expect(pushing).rejects.toThrow('gave up');
    engine.close();
  });

  test('that the registry refuses in the end fails, although all layers were taken', async () => {
    const denied = { status: 403, code: 'DENIED', message: 'requested access to the resource is denied' };
    const { reference } = await place({ refuseManifests: denied });
    const engine = await engineWith({});
    await expect(engine.push(reference, () => undefined, signal())).rejects.toMatchObject({
      failure: { code: 'image-push', message: expect.stringContaining('you may not push there') },
    });
    engine.close();
  });

  test('of an image that the engine does not have says that it is to be built', async () => {
    const engine = await engineWith({});
    await expect(engine.push(`127.0.0.1:9/${name}/none:1`, () => undefined, signal())).rejects.toMatchObject({
      failure: { code: 'image-push', message: expect.stringContaining('does not have it'), hint: 'build it first' },
    });
    engine.close();
  });
});
