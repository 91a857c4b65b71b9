import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { describeWithEngine } from '../engine-available.ts';
import { buildFixture, docker } from './build-fixture.ts';

const run = promisify(execFile);
const content = 'tr0ub4dor & 3';
const sum = createHash('sha256').update(content).digest('hex');
const steps = 'FROM busybox:1.36\nRUN --mount=type=secret,id=token,required=true sha256sum /run/secrets/token';

describeWithEngine('secrets of a build', () => {
  const builds = buildFixture('buildkit');

  test.each(['file', 'value'] as const)('one from a %s is read by a step, and nowhere else', async (kind) => {
    const { build, folder, told, write } = builds();
    await write({ Dockerfile: steps, 'outside.txt': content, '.dockerignore': 'outside.txt' });
    const source = kind === 'file' ? { kind, path: join(folder, 'outside.txt') } : ({ kind, value: content } as const);
    const { id, lines, inspect } = await build({ secrets: [{ id: 'token', source }] });
    expect(lines.join()).toContain(sum);
    const image = docker.getImage(id);
    const archive = await buffer(await image.get());
    const everywhere = [told, await image.history(), await inspect()].map((one) => JSON.stringify(one));
    expect([...everywhere, archive.toString('latin1')].some((text) => text.includes(content))).toBe(false);
  });

  test('one that the build does not have is named', async () => {
    const { build, write } = builds();
    await write({ Dockerfile: steps });
    await expect(build()).rejects.toMatchObject({
      failure: {
        message: expect.stringContaining('needs the secret "token"'),
        hint: 'name it under "secrets" of the build',
      },
    });
  });

  test('one whose file is not there is named before the build begins', async () => {
    const { build, folder, told, write } = builds();
    await write({ Dockerfile: steps });
    const source = { kind: 'file', path: join(folder, 'nowhere') } as const;
    await expect(build({ secrets: [{ id: 'token', source }] })).rejects.toThrow(
      `the file of the secret "token", "${source.path}" can not be read: it does not exist`,
    );
    expect(told).toEqual([]);
  });
});

/** Asks the agent of the step for its keys, then to forget them all, and says how it answered: 12 is a list, 5 "failure". */
const client = `
const agent = require('node:net').connect(process.env.SSH_AUTH_SOCK, () => agent.write(Buffer.from([0, 0, 0, 1, 11])));
let answers = 0;
agent.on('data', (data) => {
  console.log('answer ' + data[4] + ' ' + data.toString('latin1').replaceAll(/[^ -~]/g, ''));
  if (answers++ === 0) agent.write(Buffer.from([0, 0, 0, 1, 19]));
  else agent.end();
});`;

describeWithEngine('ssh agents of a build', () => {
  const builds = buildFixture('buildkit');
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });
  const agentWithKey = async (folder: string): Promise<string> => {
    const socket = join(folder, 'agent.sock');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
    stops.push(() => agent.kill());
    await once(agent.stdout, 'data');
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'key of the test', '-f', join(folder, 'key')]);
    await run('ssh-add', ['-q', join(folder, 'key')], { env: { SSH_AUTH_SOCK: socket } });
    return socket;
  };

  test.each(['default', 'deploy'])('a step uses the keys of "%s", and can not take them away', async (id) => {
    const { build, folder, write } = builds();
    const path = await agentWithKey(folder);
    const mount = id === 'default' ? '--mount=type=ssh,required=true' : `--mount=type=ssh,required=true,id=${id}`;
    const step = `RUN ${mount} node /client.js`;
    await write({
      Dockerfile: `FROM node:24-slim\nCOPY client.js /\n${step}`,
      'client.js': client,
      '.dockerignore': '*\n!client.js',
    });
    const { lines } = await build({ ssh: [{ id, path }] });
    expect(lines).toEqual([expect.stringMatching(/^answer 12 .*key of the test/), expect.stringMatching(/^answer 5/)]);
    expect((await run('ssh-add', ['-l'], { env: { SSH_AUTH_SOCK: path } })).stdout).toContain('key of the test');
  });

  test('none that runs is told, with what to do', async () => {
    const { build, write } = builds();
    await write({ Dockerfile: 'FROM busybox:1.36' });
    await expect(build({ ssh: [{ id: 'default' }] })).rejects.toMatchObject({
      failure: {
        message: expect.stringContaining('"default", and none runs'),
        hint: expect.stringContaining('ssh-agent'),
      },
    });
  });

  test('a private key in place of an agent is told, with what to do', async () => {
    const { build, folder, write } = builds();
    await write({ Dockerfile: 'FROM busybox:1.36', id_ed25519: 'key' });
    await expect(build({ ssh: [{ id: 'default', path: join(folder, 'id_ed25519') }] })).rejects.toThrow(
      `"${join(folder, 'id_ed25519')}" is no socket of an ssh agent`,
    );
  });
});

describeWithEngine('secrets and ssh agents of a build', () => {
  describe('with the classic builder', () => {
    const builds = buildFixture('classic');

    test.each(['secrets', 'ssh'] as const)('%s are refused, since it would leave them out', async (key) => {
      const { build, write } = builds();
      await write({ Dockerfile: 'FROM busybox:1.36' });
      const keys = { secrets: [{ id: 'a', source: { kind: 'value', value: 'b' } as const }], ssh: [{ id: 'default' }] };
      await expect(build({ [key]: keys[key] })).rejects.toThrow(`the classic builder knows no "${key}"`);
    });
  });
});
