import { expect, test } from 'vitest';
import { explain } from '../../../../src/engine/docker/build/progress/explain.ts';

const step = { name: 'RUN make', number: 2, total: 5 };

test.each([
  [
    'BuildKit of Engine 28',
    'process "/bin/sh -c make" did not complete successfully: exit code: 2',
    { message: 'step 2 of 5, "RUN make", ended with exit code 2', exitCode: 2 },
  ],
  [
    'BuildKit of Engine 20.10',
    'executor failed running [/bin/sh -c a\nb]: exit code: 137',
    { message: 'step 2 of 5, "RUN make", ended with exit code 137', exitCode: 137 },
  ],
  [
    'BuildKit of Engine 20.10 with an old runc',
    'executor failed running [/bin/sh -c make]: runc did not terminate sucessfully: exit status 2: unknown',
    { message: 'step 2 of 5, "RUN make", ended with exit code 2', exitCode: 2 },
  ],
  [
    'the classic builder',
    "The command '/bin/sh -c make' returned a non-zero code: 2",
    { message: 'step 2 of 5, "RUN make", ended with exit code 2', exitCode: 2 },
  ],
  [
    'a wrong instruction of Engine 20.10',
    'failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: unknown instruction: RNU',
    { message: 'line 2 of the Dockerfile is wrong: unknown instruction: RNU' },
  ],
  [
    'a secret of BuildKit before 0.10',
    'failed to get secret token: not found',
    { message: 'step 2 of 5, "RUN make", needs the secret "token"', hint: 'name it under "secrets" of the build' },
  ],
  [
    'a base image that a registry does not have, with BuildKit',
    'busybox:9: failed to resolve source metadata for docker.io/library/busybox:9: docker.io/library/busybox:9: not found',
    {
      message: 'the image "busybox:9" that the Dockerfile names can not be had: the registry has no such image or tag',
      hint: 'look at the name and the tag of the image',
    },
  ],
  [
    'a base image that only some may have, with the classic builder',
    "pull access denied for acme/base, repository does not exist or may require 'docker login': denied",
    {
      message:
        'the image "acme/base" that the Dockerfile names can not be had: the registry has no such image, or you may not pull it',
      hint: 'look at the name; if the image is private, log in with "docker login"',
    },
  ],
  [
    'a registry that can not be reached, with BuildKit of Engine 20.10',
    'failed to solve with frontend dockerfile.v0: failed to create LLB definition: failed to do request: Head "https://registry-1.docker.io/v2/library/node/manifests/24": dial tcp: lookup registry-1.docker.io: no such host',
    {
      message: 'the image "node:24" that the Dockerfile names can not be had: the registry can not be reached',
      hint: 'look at the network of the machine that the engine runs on, and its proxy settings',
    },
  ],
  [
    'an image by its digest at a registry that can not be reached',
    'failed to do request: Head "https://r.test/v2/a/b/manifests/sha256:0123": dial tcp: i/o timeout',
    {
      message:
        'the image "r.test/a/b@sha256:0123" that the Dockerfile names can not be had: the registry can not be reached',
      hint: 'look at the network of the machine that the engine runs on, and its proxy settings',
    },
  ],
  [
    'a full disk',
    'failed to copy files: write /var/lib/docker/x: no space left on device',
    { message: 'the disk of the engine is full', hint: expect.stringContaining('"docker system prune"') },
  ],
  [
    'words that are not known, without their wrapping',
    'failed to solve: rpc error: code = Unknown desc = something odd.\nwith a second line',
    { message: 'something odd' },
  ],
  ['nothing at all', '', { message: 'the builder gave no reason' }],
])('%s is told in plain words', (_, words, told) => {
  expect(explain(words, step)).toEqual(expect.objectContaining(told));
});

test('an image that the classic builder can not have is that of its step', () => {
  const from = { name: 'FROM --platform=linux/arm64 acme/base:1 AS build', number: 1, total: 5 };
  expect(explain('manifest unknown', from).message).toContain('the image "acme/base:1" that the Dockerfile names');
});

test('a long step is cut, and one that is not known is called a step', () => {
  const exit = 'process "/bin/sh -c x" did not complete successfully: exit code: 1';
  expect(explain(exit, { ...step, name: `RUN ${'x'.repeat(200)}` }).message.length).toBeLessThan(160);
  expect(explain(exit, undefined).message).toBe('a step ended with exit code 1');
});
