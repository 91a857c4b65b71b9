import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Dockerode from 'dockerode';
import { afterEach, beforeEach } from 'vitest';
import { dockerEngine } from '../../../src/engine/docker/docker-engine.ts';
import { label } from '../../../src/engine/docker/labels.ts';
import type { BuildProgress, Engine } from '../../../src/engine/engine.ts';
import type { Build } from '../../../src/manifest/build-model.ts';
import { uniqueProject } from '../../support/engine-things.ts';
import { engineHost } from '../engine-available.ts';

export type Builder = 'buildkit' | 'classic';

/** The engine itself, to look past devstack. */
export const docker = new Dockerode({ socketPath: engineHost.environment.DOCKER_HOST?.replace('unix://', '') ?? '' });

/** A build that succeeded, and what it said on its way. */
interface Built {
  readonly id: string;
  readonly lines: readonly string[];
  readonly steps: readonly string[];
  inspect(): Promise<Dockerode.ImageInspectInfo>;
}

/** Builds real images in one test; files, images and containers of the test are gone afterwards. */
export interface Builds {
  /** of the project and, with the tag 1, of its image */
  readonly name: string;
  /** the build context, and where the user's logins are looked for */
  readonly folder: string;
  readonly engine: Engine;
  /** what the builds of this test have said so far */
  readonly told: readonly BuildProgress[];
  /** Files by path in the context. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Without the builder's cache, so that each step runs and says its lines. */
  build(build?: Partial<Build>, signal?: AbortSignal): Promise<Built>;
}

const plain: Omit<Build, 'context'> = {
  args: new Map(),
  labels: {},
  cacheFrom: [],
  secrets: [],
  ssh: [],
  extraHosts: [],
  platforms: [],
  pull: false,
  noCache: true,
  tags: [],
  ulimits: {},
  privileged: false,
};

const hostOf = (builder: Builder, folder: string) => ({
  ...engineHost,
  environment: {
    ...engineHost.environment,
    DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0',
    DOCKER_CONFIG: folder,
    SSH_AUTH_SOCK: undefined,
  },
});

/** Sets the builds up around each test of the suite that calls it. */
export function buildFixture(builder: Builder): () => Builds {
  let builds: Builds | undefined;
  beforeEach(async () => {
    const name = uniqueProject();
    const folder = await mkdtemp(join(tmpdir(), 'devstack-build-'));
    const engine = dockerEngine(hostOf(builder, folder));
    const told: BuildProgress[] = [];
    const write: Builds['write'] = async (files) => {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
      }
    };
    builds = {
      name,
      folder,
      engine,
      told,
      write,
      async build(build, signal = AbortSignal.timeout(50_000)) {
        const from = told.length;
        const whole: Build = { ...plain, context: { kind: 'folder', path: folder }, ...build };
        const spec = { reference: `${name}:1`, project: name, unit: 'app', build: whole };
        const id = await engine.build(spec, (progress) => told.push(progress), signal);
        const own = told.slice(from);
        return {
          id,
          lines: own.flatMap((one) => (one.kind === 'line' ? [one.line] : [])),
          steps: own.flatMap((one) => (one.kind === 'step' ? [`${one.number}/${one.total} ${one.name}`] : [])),
          inspect: () => docker.getImage(id).inspect(),
        };
      },
    };
  });
  afterEach(async () => {
    if (builds === undefined) return;
    const { engine, folder, name } = builds;
    engine.close();
    await rm(folder, { recursive: true });
    const images = await docker.listImages({ filters: { label: [`${label.project}=${name}`] } });
    for (const { Id } of images) await docker.getImage(Id).remove({ force: true });
    builds = undefined;
  });
  return () => {
    if (builds === undefined) throw new Error('there are no builds outside a test');
    return builds;
  };
}
