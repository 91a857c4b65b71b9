import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterEach, expect, test } from 'vitest';
import { describeWithEngine } from '../engine-available.ts';
import { buildFixture } from './build-fixture.ts';
import { type Agent, hasOpenssh, opensshAgent, standInAgent } from './ssh-agent.ts';

/** Asks the agent of the step for its keys, then to forget them all, and says how it answered: 12 is a list, 5 "failure". */
const client = `
const agent = require('node:net').connect(process.env.SSH_AUTH_SOCK, () => agent.write(Buffer.from([0, 0, 0, 1, 11])));
let answers = 0;
agent.on('data', (data) => {
  console.log('answer ' + data[4] + ' ' + data.toString('latin1').replaceAll(/[^ -~]/g, ''));
  if (answers++ === 0) agent.write(Buffer.from([0, 0, 0, 1, 19]));
  else agent.end();
});`;
const answers = [expect.stringMatching(/^answer 12 .*key of the test/), expect.stringMatching(/^answer 5/)];

const { utils } = ssh2;

describeWithEngine('ssh agents of a build', () => {
  const builds = buildFixture('buildkit');
  let agent: Agent | undefined;
  afterEach(() => agent?.close());

  const asks = (mount: string) => ({
    Dockerfile: `FROM node:24-slim\nCOPY client.js /\nRUN --mount=${mount} node /client.js`,
    'client.js': client,
    '.dockerignore': '*\n!client.js',
  });

  test.each([
    { id: 'default', mount: 'type=ssh,required=true' },
    { id: 'deploy', mount: 'type=ssh,required=true,id=deploy' },
  ])('a step uses the keys of "$id", and what would change them never reaches the agent', async ({ id, mount }) => {
    const { build, folder, write } = builds();
    const standIn = await standInAgent(folder);
    agent = standIn;
    await write(asks(mount));
    expect((await build({ ssh: [{ id, path: agent.socket }] })).lines).toEqual(answers);
    expect(standIn.asked).toEqual([11]);
  });

  test.skipIf(!hasOpenssh)("OpenSSH's agent serves a step", async () => {
    const { build, folder, write } = builds();
    agent = await opensshAgent(folder);
    await write(asks('type=ssh'));
    expect((await build({ ssh: [{ id: 'default', path: agent.socket }] })).lines).toEqual(answers);
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

  test('a private key serves a step like an agent that knows it alone', async () => {
    const { build, folder, write } = builds();
    const key = utils.generateKeyPairSync('ed25519', { comment: 'key of the test' }).private;
    await write({ ...asks('type=ssh'), id_ed25519: key });
    expect((await build({ ssh: [{ id: 'default', path: join(folder, 'id_ed25519') }] })).lines).toEqual(answers);
  });

  test.each([
    ['with a passphrase', { cipher: 'aes256-cbc', passphrase: 'secret', rounds: 1 }, /has a passphrase/],
    ['that is none', undefined, /neither the socket of an ssh agent nor a private key/],
  ])('a private key %s is told, with what to do', async (_, options, message) => {
    const { build, folder, write } = builds();
    const key = options === undefined ? 'key' : utils.generateKeyPairSync('ed25519', options).private;
    await write({ Dockerfile: 'FROM busybox:1.36', id_ed25519: key });
    const path = join(folder, 'id_ed25519');
    await expect(build({ ssh: [{ id: 'default', path }] })).rejects.toMatchObject({
      failure: { message: expect.stringMatching(message), hint: expect.stringContaining('ssh-add') },
    });
  });
});
