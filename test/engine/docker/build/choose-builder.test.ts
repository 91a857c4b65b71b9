import { expect, test } from 'vitest';
import { chooseBuilder } from '../../../../src/engine/docker/build/choose-builder.ts';
import { choosePlatform } from '../../../../src/engine/docker/build/choose-platform.ts';
import { testHost } from '../../../support/test-host.ts';
import { buildSpecOf } from './build-specs.ts';
import { engineStandIn } from './engine-stand-in.ts';

const signal = (): AbortSignal => AbortSignal.timeout(10_000);

test.each([
  ['an engine that prefers BuildKit', { 'builder-version': '2' }, {}, 'buildkit'],
  ['an engine that says nothing', {}, {}, 'buildkit'],
  ['an engine that says nothing, with an empty choice', {}, { DOCKER_BUILDKIT: '' }, 'buildkit'],
  ['an engine that prefers the classic builder', { 'builder-version': '1' }, {}, 'classic'],
  ['Podman', { 'libpod-api-version': '5.0.0' }, {}, 'classic'],
  ['Windows', { ostype: 'windows' }, {}, 'classic'],
  ['a user who wants the classic builder', { 'builder-version': '2' }, { DOCKER_BUILDKIT: '0' }, 'classic'],
  ['a user who wants BuildKit', { 'builder-version': '1' }, { DOCKER_BUILDKIT: 'true' }, 'buildkit'],
])('%s is built with accordingly', async (_, headers, environment, builder) => {
  const { docker, close } = await engineStandIn((_request, response) => response.writeHead(200, headers).end('OK'));
  expect(await chooseBuilder(docker, testHost({ environment }), signal())).toBe(builder);
  close();
});

const several = ['linux/s390x', 'linux/arm64/v8', 'linux/amd64'];

test.each([
  ['nothing that names one', {}, {}, {}, undefined],
  ['one of the build', { platforms: ['linux/arm64'] }, {}, {}, 'linux/arm64'],
  ["several, the engine's own among them", { platforms: several }, {}, {}, 'linux/arm64/v8'],
  ["several without the engine's own", { platforms: ['linux/s390x', 'linux/amd64'] }, {}, {}, 'linux/s390x'],
  ["several, and the unit's", { platforms: several }, { platform: 'linux/amd64' }, {}, 'linux/amd64'],
  ["the user's default", {}, {}, { DOCKER_DEFAULT_PLATFORM: 'linux/amd64' }, 'linux/amd64'],
  [
    "the unit's and the user's default",
    {},
    { platform: 'linux/arm64' },
    { DOCKER_DEFAULT_PLATFORM: 'x/y' },
    'linux/arm64',
  ],
])('of %s, the platform of the image is chosen', async (_, build, unit, environment, platform) => {
  const { docker, close } = await engineStandIn((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ Os: 'linux', Arch: 'arm64' }));
  });
  expect(await choosePlatform(docker, testHost({ environment }), buildSpecOf(build, unit), signal())).toBe(platform);
  close();
});
