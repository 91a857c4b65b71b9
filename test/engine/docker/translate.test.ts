import { expect, test } from 'vitest';
import { pullFailure } from '../../../src/engine/docker/pull-failure.ts';
import { translate } from '../../../src/engine/docker/translate.ts';

/** An answer as the client throws it. */
const refused = (statusCode: number, message: string): Error =>
  Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message} `), { statusCode, json: { message } });

const asked = { doing: 'start the container', code: 'container-start' } as const;

test.each([
  [
    'Engine 20.10, a port that a container has',
    'driver failed programming external connectivity on endpoint a (b): Bind for 0.0.0.0:8080 failed: port is already allocated',
    { code: 'port-taken', message: 'could not start the container: port 8080 on 0.0.0.0 is taken by something else' },
  ],
  [
    'a port that a process of the host has',
    'driver failed programming external connectivity on endpoint a (b): Error starting userland proxy: listen tcp4 127.0.0.1:5432: bind: address already in use',
    { code: 'port-taken', message: 'could not start the container: port 5432 on 127.0.0.1 is taken by something else' },
  ],
  [
    'Engine 28',
    'failed to set up container networking: driver failed programming external connectivity on endpoint a (b): failed to bind host port for 127.0.0.1:8080:172.18.0.2:80/tcp: address already in use',
    { code: 'port-taken', message: 'could not start the container: port 8080 on 127.0.0.1 is taken by something else' },
  ],
  [
    'Docker Desktop',
    'Ports are not available: exposing port TCP 0.0.0.0:80 -> 127.0.0.1:0: listen tcp 0.0.0.0:80: bind: address already in use',
    { code: 'port-taken', message: 'could not start the container: port 80 on 0.0.0.0 is taken by something else' },
  ],
  [
    'a low port of a rootless engine',
    'Error starting userland proxy: error while calling PortManager.AddPort(): cannot expose privileged port 80',
    { code: 'container-start', message: 'could not start the container: this engine may not publish port 80' },
  ],
  [
    'a full disk',
    'failed to mount: no space left on device',
    { code: 'engine-refused', message: 'could not start the container: the disk of the engine is full' },
  ],
  [
    'a command that is not there',
    'failed to create task for container: OCI runtime create failed: runc create failed: unable to start container process: exec: "nodejs": executable file not found in $PATH: unknown',
    { code: 'container-start', message: 'could not start the container: its image has no command "nodejs"' },
  ],
  [
    'a bind that is not there',
    'invalid mount config for type "bind": bind source path does not exist: /src/app',
    {
      code: 'container-start',
      message: 'could not start the container: the file or folder "/src/app" that it mounts does not exist',
    },
  ],
  [
    'a container that is gone',
    'No such container: 0123',
    { code: 'removed', message: 'could not start the container: the container is gone, something else removed it' },
  ],
  [
    'something new',
    'a shim went away.\nstack trace',
    { code: 'container-start', message: 'could not start the container: a shim went away' },
  ],
])('a refusal is said in plain words: %s', (_, text, failure) => {
  const { failure: said } = translate(refused(500, text), asked);
  expect(said).toMatchObject(failure);
  expect(said.message).not.toContain('HTTP code');
});

test.each(['ECONNREFUSED', 'ENOENT', 'EPIPE', 'ECONNRESET'])('a broken connection (%s) is a lost engine', (code) => {
  const { failure } = translate(Object.assign(new Error(`connect ${code}`), { code }), asked);
  expect(failure).toMatchObject({ code: 'engine-lost', family: 'engine', hint: expect.any(String) });
  expect(failure.message).not.toContain(code);
});

test.each([
  ['manifest for postgres:99 not found: manifest unknown', 'no such tag'],
  ["pull access denied for acme, repository does not exist or may require 'docker login'", 'you may not pull it'],
  ['unauthorized: authentication required', 'refused your login'],
  ['toomanyrequests: You have reached your pull rate limit', 'limits how much'],
  ['Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host', 'can not be reached'],
  ['Get "https://r.test/v2/": x509: certificate signed by unknown authority', 'does not trust'],
  ['failed to register layer: write /usr/lib: no space left on device', 'the disk of the engine is full'],
])('a pull that fails with "%s" says that the registry or engine %s', (text, said) => {
  const { failure } = pullFailure('acme/app:1', text);
  expect(failure).toMatchObject({ code: 'image-pull', family: 'unit', hint: expect.any(String) });
  expect(failure.message).toContain('"acme/app:1"');
  expect(failure.message).toContain(said);
});
