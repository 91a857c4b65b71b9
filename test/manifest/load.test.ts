// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the manifest's variables
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadManifest } from '../../src/manifest/load.ts';
import { loadText, loadUnit, loadValid } from './load-text.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');
const { signal } = new AbortController();

describe('a fixture', () => {
  it.each(['shop', 'chain'])('%s is valid and without doubts', async (name) => {
    const { manifest, problems } = await loadManifest({ files: [name], cwd: fixtures, environment: {} }, signal);
    expect(problems).toEqual([]);
    expect(manifest).toMatchObject({ name, file: `${name}/devstack.yaml`, folder: join(fixtures, name) });
  });

  it('keeps its stages, and services before jobs', async () => {
    const { manifest } = await loadManifest({ files: ['shop'], cwd: fixtures, environment: {} }, signal);
    expect(manifest?.stages.map((stage) => stage.name)).toEqual(['data', 'prepare', 'backend', 'edge']);
    expect([...(manifest?.units.keys() ?? [])]).toEqual(['db', 'cache', 'api', 'web', 'migrate', 'seed']);
  });
});

describe('variables', () => {
  const lines = 'environment: { A: "${A:-default}", B: "${B:-default}" }';

  it('come from .env beside the manifest, and the shell wins', async () => {
    const { environment } = await loadUnit('service', lines, {
      dotenv: 'A=file\nB=file\n',
      environment: { A: 'shell' },
    });
    expect(Object.fromEntries(environment)).toEqual({ A: 'shell', B: 'file' });
  });

  it('that make numbers and booleans are taken as such', async () => {
    const unit = await loadUnit('service', 'init: ${YES}\nready: { tcp: { port: "${PORT}" } }\nports: ["${PORT}:80"]', {
      environment: { YES: 'true', PORT: '5432' },
    });
    expect(unit).toMatchObject({
      init: true,
      readiness: { checks: [{ probe: { port: 5432 } }] },
      ports: [{ host: 5432 }],
    });
  });
});

describe('the draft of a wrong file', () => {
  it('keeps what is right, without what is wrong', async () => {
    const { manifest, problems } = await loadText(
      'services:\n  web:\n    image: a:1\n    prots: []\n    init: maybe\n    depends_on: [api, none]\n  api: { image: a:1, depends_on: [web] }\n',
    );
    expect(problems.filter(({ severity }) => severity === 'error')).toHaveLength(3);
    expect(manifest?.units.get('web')).toMatchObject({ image: 'a:1', dependsOn: [{ unit: 'api' }] });
    expect(manifest?.units.get('api')).toMatchObject({ dependsOn: [{ unit: 'web' }] });
  });

  it.each(['', '- a', 'a: [', 'text'])('is none where the file is %j', async (text) => {
    expect((await loadText(text)).manifest).toBeUndefined();
  });
});

describe('the name of the project', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = join(await mkdtemp(join(tmpdir(), 'name')), '-My Shop_2');
    await mkdir(cwd);
    await writeFile(join(cwd, 'devstack.yaml'), 'services: {}\n');
    await writeFile(join(cwd, 'named.yaml'), 'name: own\nservices: {}\n');
  });
  afterAll(() => rm(join(cwd, '..'), { recursive: true }));

  it.each([
    ["the folder's, normalised", {}, 'myshop_2'],
    ["the file's own", { files: ['named.yaml'] }, 'own'],
    ['the one that is given', { files: ['named.yaml'], projectName: 'given' }, 'given'],
  ])('is %s', async (_, options, name) => {
    const { manifest } = await loadManifest({ cwd, environment: {}, ...options }, signal);
    expect(manifest?.name).toBe(name);
  });

  it('that is given and wrong is a problem', async () => {
    const { problems } = await loadManifest({ cwd, environment: {}, projectName: 'No Name' }, signal);
    expect(problems).toMatchObject([{ code: 'bad-value', message: '"No Name" can not be the name of a project' }]);
  });
});

describe('the profiles that take part', () => {
  const two = '{ web: { image: "a:1", depends_on: [debug] }, debug: { image: "a:1", profiles: [debug] } }';

  it.each([
    ['none', {}, []],
    ['those that are given', { profiles: ['debug', 'b'] }, ['debug', 'b']],
    ['those of COMPOSE_PROFILES', { environment: { COMPOSE_PROFILES: ' debug , b' } }, ['debug', 'b']],
    ['those of COMPOSE_PROFILES in .env', { dotenv: 'COMPOSE_PROFILES=debug\n' }, ['debug']],
    [
      'those of the shell over .env',
      { dotenv: 'COMPOSE_PROFILES=a\n', environment: { COMPOSE_PROFILES: 'debug' } },
      ['debug'],
    ],
    ['only those that are given', { profiles: ['debug'], environment: { COMPOSE_PROFILES: 'b' } }, ['debug']],
    ['all of them', { profiles: ['*'] }, ['*']],
  ])('are %s', async (_, options, profiles) => {
    const { manifest, problems } = await loadText(`services: ${two}`, options);
    expect(manifest?.profiles).toEqual(profiles);
    expect(problems.some(({ code }) => code === 'inactive-dependency')).toBe(profiles.length === 0);
  });
});

describe('merge keys', () => {
  it('fill in what a unit does not say itself', async () => {
    const { units } = await loadValid(
      'x-a: &a { image: "a:1", user: a }\nx-b: &b { user: b, working_dir: /b }\nservices:\n  web: { <<: [*a, *b], image: "own:1" }\n',
    );
    expect(units.get('web')).toMatchObject({ image: 'own:1', user: 'a', workingDir: '/b' });
  });
});
