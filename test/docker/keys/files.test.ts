import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { uniqueProject } from '../../support/engine-things.ts';
import { describeWithEngine } from '../engine-available.ts';
import { bringUp } from './harness.ts';
import { keyCases } from './key-cases.ts';
import type { Unit } from './unit.ts';

const docker = new Docker();
const kept = uniqueProject();
/** The engine had no swarm before these tests, and has none after them. */
let isOurSwarm = false;

beforeAll(async () => {
  const { Swarm } = await docker.info();
  isOurSwarm = Swarm?.LocalNodeState === 'inactive';
  if (isOurSwarm) await docker.swarmInit({ ListenAddr: '127.0.0.1:29377', AdvertiseAddr: '127.0.0.1' });
  await docker.createConfig({ Name: kept, Data: Buffer.from('kept by the engine').toString('base64') });
});
afterAll(async () => {
  await docker.getConfig(kept).remove();
  if (!isOurSwarm) return;
  await docker.swarmLeave({ force: true });
  // The engine leaves in the background: until then its own network is in use.
  await vi.waitFor(() => docker.getNetwork('docker_gwbridge').remove(), { timeout: 30_000 });
});

const top = `
secrets:
  from_file: { file: ./secret.txt }
  from_shell: { environment: TOKEN }
configs:
  from_file: { file: ./config.txt }
  from_shell: { environment: TOKEN }
  written: { content: "port = $\{PORT}\\n" }
  kept: { external: true, name: ${kept} }
`;

const read = (path: string) => (unit: Unit) => unit.sh(`cat ${path}`);
const stat = (path: string) => (unit: Unit) => unit.sh(`stat -c '%u %g %a' ${path}`);

keyCases(
  'secrets and configs',
  [
    {
      key: 'secrets.*.file',
      shows: 'stands in /run/secrets and can not be written',
      service: 'secrets: [from_file]',
      see: (unit) => unit.sh('cat /run/secrets/from_file; echo x 2> /dev/null > /run/secrets/from_file || echo kept'),
      is: 'of a file\nkept',
    },
    {
      key: 'secrets.*.environment',
      shows: 'is the value of a variable of the shell, which the container does not have',
      service: 'secrets: [from_shell]',
      see: (unit) => unit.sh('cat /run/secrets/from_shell; env | grep -c TOKEN'),
      is: 'hunter20',
    },
    {
      key: 'secrets.target',
      shows: 'is another name, or another place',
      service: 'secrets: [{ source: from_file, target: other }, { source: from_shell, target: /etc/deep/down/token }]',
      see: async (unit) => [await read('/run/secrets/other')(unit), await read('/etc/deep/down/token')(unit)],
      is: ['of a file', 'hunter2'],
    },
    {
      key: 'secrets.uid',
      shows: 'and "gid" are its owners, and "mode" is what they may do',
      service: 'secrets: [{ source: from_shell, uid: "1000", gid: "1001", mode: "0440" }]',
      see: stat('/run/secrets/from_shell'),
      is: '1000 1001 440',
    },
    {
      key: 'secrets.mode',
      shows: 'of a file that is mounted elsewhere hold as well',
      service: 'secrets: [{ source: from_file, uid: "1000", gid: "1001", mode: 0400 }]',
      see: async (unit) => [await stat('/run/secrets/from_file')(unit), await read('/run/secrets/from_file')(unit)],
      is: ['1000 1001 400', 'of a file'],
    },
    {
      key: 'secrets',
      shows: 'are there in a container that can not be written to',
      service: 'read_only: true\nsecrets: [from_file, from_shell]',
      see: async (unit) => [await read('/run/secrets/from_file')(unit), await read('/run/secrets/from_shell')(unit)],
      is: ['of a file', 'hunter2'],
    },
    {
      key: 'secrets',
      shows: 'are there though a folder above them is in memory',
      service: 'tmpfs: [/run]\nsecrets: [from_file, from_shell]',
      see: async (unit) => [await read('/run/secrets/from_file')(unit), await read('/run/secrets/from_shell')(unit)],
      is: ['of a file', 'hunter2'],
    },
    {
      key: 'configs.*.file',
      shows: 'stands in the root',
      service: 'configs: [from_file]',
      see: read('/from_file'),
      is: 'a config',
    },
    {
      key: 'configs.*.environment',
      shows: 'is the value of a variable of the shell',
      service: 'configs: [from_shell]',
      see: read('/from_shell'),
      is: 'hunter2',
    },
    {
      key: 'configs.*.content',
      shows: 'is written in the Compose file, and interpolated',
      service: 'configs: [written]',
      see: read('/written'),
      is: 'port = 8080',
    },
    {
      key: 'configs.*.external',
      shows: 'is kept by the engine',
      service: 'configs: [{ source: kept, target: /etc/kept }]',
      see: read('/etc/kept'),
      is: 'kept by the engine',
    },
    {
      key: 'configs.target',
      shows: 'is where it stands',
      service: 'configs: [{ source: from_file, target: /etc/app/config }]',
      see: read('/etc/app/config'),
      is: 'a config',
    },
    {
      key: 'configs.uid',
      shows: 'and "gid" are its owners, and "mode" is what they may do',
      service: 'configs: [{ source: written, uid: "5", gid: "6", mode: 0555 }]',
      see: stat('/written'),
      is: '5 6 555',
    },
    {
      key: 'configs',
      shows: 'that say nothing of it may be read by everyone',
      service: 'configs: [written]',
      see: stat('/written'),
      is: '0 0 444',
    },
  ],
  {
    top,
    files: { 'secret.txt': 'of a file\n', 'config.txt': 'a config\n' },
    environment: { TOKEN: 'hunter2', PORT: '8080' },
  },
);

describeWithEngine('files that a container can not have', () => {
  test('"configs" that would stand in the root of a container that can not be written to are refused with a way out', async () => {
    const text = `
configs: { written: { content: hello } }
services: { app: { image: "busybox:1.36", read_only: true, configs: [written] } }`;
    await using stack = await bringUp(text);
    expect(stack.outcome).toMatchObject({
      failures: [
        { failure: { message: expect.stringContaining('in its root'), hint: expect.stringContaining('"target"') } },
      ],
    });
  });

  test('"secrets.*.external" is refused before anything starts, since nobody can read it', async () => {
    const text = `
secrets: { theirs: { external: true } }
services: { app: { image: "busybox:1.36", secrets: [theirs] } }`;
    await using stack = await bringUp(text);
    expect(stack.outcome).toMatchObject({
      kind: 'failed',
      failures: [
        { instance: 'app#1', failure: { message: 'the external secret "theirs" can not be read from the engine' } },
      ],
    });
  });
});
