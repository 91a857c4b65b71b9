import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { containerBody } from '../../src/engine/docker/container-body/container-body.ts';
import { discover } from '../../src/engine/docker/discover.ts';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { credentialsFor } from '../../src/engine/docker/registry-credentials.ts';
import { networkOf, specOf, uniqueProject, volumeOf } from '../support/engine-things.ts';
import { testHost } from '../support/test-host.ts';
import { startFakeEngine } from './fake-engine/start-fake-engine.ts';

const signal = () => AbortSignal.timeout(20_000);
const folder = () => mkdtemp(join(tmpdir(), 'devstack-engine-'));

test('no environment, label or option of a create is in an address', async () => {
  await using fake = await startFakeEngine();
  const engine = dockerEngine(fake.host);
  const project = uniqueProject();
  const environment = new Map([['DB_PASSWORD', 'hunter2-secret']]);
  await engine.ensureNetwork(project, networkOf(project), signal());
  await engine.ensureVolume(project, volumeOf(project, { labels: { note: 'hunter2-label' } }), signal());
  await engine.create(specOf(project, 'true', { environment }), { image: 'hunter2-hash' }, signal());
  const urls = fake.requests.map(({ url }) => url);
  expect(urls.join('\n')).not.toContain('hunter2');
  expect(fake.requests.some(({ body }) => body.includes('hunter2-secret'))).toBe(true);
});

test('the API version spoken is the lower of the engine’s and the newest tested', async () => {
  for (const [apiVersion, spoken] of [
    ['1.41', '1.41'],
    ['1.99', '1.51'],
  ]) {
    await using fake = await startFakeEngine({ apiVersion: apiVersion ?? '' });
    const engine = dockerEngine(fake.host);
    await engine.observe('any', signal());
    const versions = new Set(fake.requests.flatMap(({ version }) => version ?? []));
    expect([...versions]).toEqual([spoken]);
  }
});

test('an engine that is too old is told as such', async () => {
  await using fake = await startFakeEngine({ apiVersion: '1.40' });
  await expect(dockerEngine(fake.host).info(signal())).rejects.toMatchObject({ failure: { code: 'engine-too-old' } });
});

describe('a healthcheck that is passed on', () => {
  const healthcheck = { disabled: false, test: { kind: 'exec', argv: ['true'] }, interval: 30_000 } as const;
  const check = (api: string, more = {}) =>
    containerBody(specOf('p', 'true', { healthcheck, ...more }), {}, api).Healthcheck;

  test('has no start interval below API 1.44, where it would be dropped silently', () => {
    expect(check('1.43')).toEqual({ Test: ['CMD', 'true'], Interval: 30e9 });
  });

  test('has a start interval and the start period that it needs from API 1.44 on', () => {
    expect(check('1.44')).toMatchObject({ StartInterval: 5e9, StartPeriod: 30e9 });
  });

  test('is run by the engine sooner where a service is ready by what it finds', () => {
    expect(check('1.44', { isHealthAwaited: true })).toMatchObject({ StartInterval: 1e9, StartPeriod: 30e9 });
  });
});

test('a container never carries the label by which Compose would remove it, but those by which tools group it', () => {
  const { Labels } = containerBody(specOf('shop', 'true'), { image: 'h' }, '1.51');
  expect(Labels).not.toHaveProperty('com.docker.compose.config-hash');
  expect(Labels).toMatchObject({ 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'app' });
});

test('a container is created with one network: two are refused below API 1.44', () => {
  const { NetworkingConfig } = containerBody(specOf('shop', 'true'), {}, '1.41');
  expect(Object.keys(NetworkingConfig.EndpointsConfig)).toEqual(['shop_default']);
});

describe('where the engine is looked for', () => {
  async function homeWith(currentContext: string, host: string) {
    const home = await folder();
    const id = createHash('sha256').update('work').digest('hex');
    const meta = join(home, '.docker/contexts/meta', id);
    await mkdir(meta, { recursive: true });
    await writeFile(join(home, '.docker/config.json'), JSON.stringify({ currentContext }));
    await writeFile(
      join(meta, 'meta.json'),
      JSON.stringify({ Name: 'work', Endpoints: { docker: { Host: host, SkipTLSVerify: false } } }),
    );
    return home;
  }

  test('DOCKER_HOST comes before any context', async () => {
    const home = await homeWith('work', 'unix:///work.sock');
    const host = testHost({ home, environment: { DOCKER_HOST: 'ssh://me@far:2222', DOCKER_CONTEXT: 'work' } });
    expect(await discover(host)).toMatchObject({
      kind: 'chosen',
      source: 'DOCKER_HOST',
      endpoint: { kind: 'ssh', username: 'me', host: 'far', port: 2222 },
    });
  });

  test('the current context is that of config.json', async () => {
    const home = await homeWith('work', 'unix:///work.sock');
    expect(await discover(testHost({ home }))).toMatchObject({ endpoint: { kind: 'socket', path: '/work.sock' } });
  });

  test('a context that does not exist is told, with who chose it', async () => {
    const host = testHost({ home: await folder(), environment: { DOCKER_CONTEXT: 'gone' } });
    expect(await discover(host)).toMatchObject({ kind: 'unusable', source: 'DOCKER_CONTEXT' });
  });

  test('without a choice the usual sockets are tried, rootless ones of this user too', async () => {
    const host = testHost({ home: '/home/me', environment: { XDG_RUNTIME_DIR: '/run/user/7' } });
    const found = await discover(host);
    const paths = found.kind === 'guessed' ? found.endpoints.map((one) => (one.kind === 'socket' ? one.path : '')) : [];
    expect(paths.slice(0, 3)).toEqual([
      '/var/run/docker.sock',
      '/run/user/7/docker.sock',
      '/home/me/.docker/run/docker.sock',
    ]);
  });

  test('where nothing answers, the failure says what was tried and what to do', async () => {
    const engine = dockerEngine(testHost({ environment: { DOCKER_HOST: 'unix:///nowhere.sock' } }));
    await expect(engine.info(signal())).rejects.toMatchObject({
      failure: {
        code: 'engine-unreachable',
        message: expect.stringContaining('/nowhere.sock'),
        hint: expect.any(String),
      },
    });
  });
});

describe('the login for a registry', () => {
  const auth = Buffer.from('me:pa:ss').toString('base64');

  async function hostWith(config: object, helpers: Readonly<Record<string, string>> = {}) {
    const home = await folder();
    await mkdir(join(home, '.docker'));
    await writeFile(join(home, '.docker/config.json'), JSON.stringify(config));
    for (const [name, script] of Object.entries(helpers)) {
      const path = join(home, `docker-credential-${name}`);
      await writeFile(path, `#!/bin/sh\n${script}\n`);
      await chmod(path, 0o755);
    }
    return testHost({ home, environment: { PATH: `${home}:${process.env.PATH}` } });
  }

  test('is that of config.json, for Docker Hub under its old address', async () => {
    const host = await hostWith({ auths: { 'https://index.docker.io/v1/': { auth } } });
    expect(await credentialsFor('postgres:15', host, signal())).toMatchObject({ username: 'me', password: 'pa:ss' });
    expect(await credentialsFor('ghcr.io/a/b', host, signal())).toBeUndefined();
  });

  test('is asked of the helper of that registry before the store for all', async () => {
    const answer = (user: string) => `cat >/dev/null; echo '{"Username":"${user}","Secret":"s"}'`;
    const host = await hostWith(
      { credsStore: 'all', credHelpers: { 'ghcr.io': 'own' } },
      { all: answer('store'), own: answer('helper') },
    );
    expect(await credentialsFor('ghcr.io/a/b:1', host, signal())).toMatchObject({ username: 'helper' });
    expect(await credentialsFor('quay.io/a/b:1', host, signal())).toMatchObject({ username: 'store' });
  });

  test('is an identity token where the helper says so', async () => {
    const host = await hostWith(
      { credsStore: 'all' },
      { all: `cat >/dev/null; echo '{"Username":"<token>","Secret":"tok"}'` },
    );
    expect(await credentialsFor('ghcr.io/a/b', host, signal())).toMatchObject({ identitytoken: 'tok' });
  });

  test('is none where the helper is not installed', async () => {
    expect(await credentialsFor('ghcr.io/a/b', await hostWith({ credsStore: 'gone' }), signal())).toBeUndefined();
  });
});
