import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildImage } from '../../../../src/engine/docker/build/build-image.ts';
import { testHost } from '../../../support/test-host.ts';
import { buildSpecOf } from './build-specs.ts';
import { engineStandIn } from './engine-stand-in.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'devstack-build-'));
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch');
});
afterAll(() => rm(folder, { recursive: true }));

/** A build by the classic builder of an engine that answers so. */
async function build(answer: RequestListener): Promise<string> {
  const host = testHost({ environment: { DOCKER_BUILDKIT: '0' } });
  const spec = buildSpecOf({ context: { kind: 'folder', path: folder } });
  const { docker, close } = await engineStandIn((request, response) => {
    request.resume();
    request.once('end', () => answer(request, response));
  });
  try {
    return await buildImage(docker, '1.51', host, spec, () => undefined, AbortSignal.timeout(10_000));
  } finally {
    close();
  }
}

test('an engine that ends in the middle is not taken for one that has finished', async () => {
  const failed = build((_, response) => response.end('{"stream":"Step 1/1 : FROM scratch"}\n'));
  await expect(failed).rejects.toMatchObject({
    failure: { code: 'engine-lost', message: 'could not build the image of "api": the engine stopped in the middle' },
  });
});

test('a connection that breaks in the middle is told as such', async () => {
  const failed = build((_, response) => {
    response.write('{"stream":"Step 1/1 : FROM scratch"}\n', () => response.destroy());
  });
  await expect(failed).rejects.toMatchObject({ failure: { code: 'engine-lost' } });
});

test('a build that the engine refuses at once is told in its words', async () => {
  const failed = build((_, response) => {
    response
      .writeHead(500, { 'content-type': 'application/json' })
      .end('{"message":"target stage x could not be found"}');
  });
  await expect(failed).rejects.toMatchObject({
    failure: { code: 'image-build', message: expect.stringContaining('the Dockerfile has no stage "x"') },
  });
});

test('the id of an engine that tells it short is looked up', async () => {
  const id = await build((request, response) => {
    const found = { Id: 'sha256:0123456789abcdef', Created: '', RepoTags: [] };
    if (request.url?.includes('/build') === true) response.end('{"stream":"Successfully built 0123456789ab\\n"}\n');
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(found));
  });
  expect(id).toBe('sha256:0123456789abcdef');
});
