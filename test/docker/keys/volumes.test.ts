import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect } from 'vitest';
import { uniqueProject } from '../../support/engine-things.ts';
import { keyCases } from './key-cases.ts';
import type { Unit } from './unit.ts';

const docker = new Docker();
const foreign = uniqueProject();

/** A container with a volume of the same name, both there before and of nobody. */
beforeAll(async () => {
  await docker.createVolume({ Name: foreign });
  const container = await docker.createContainer({
    name: foreign,
    Image: 'busybox:1.36',
    Cmd: ['sh', '-c', 'echo theirs > /theirs/file; sleep infinity'],
    HostConfig: { Init: true, Binds: [`${foreign}:/theirs`] },
  });
  await container.start();
});
afterAll(async () => {
  await docker.getContainer(foreign).remove({ force: true });
  await docker.getVolume(foreign).remove();
});

const top = `
volumes:
  data:
  fresh:
  theirs: { external: true, name: ${foreign} }
`;

/** How something is mounted: the options of the kernel's table of mounts. */
const options = (target: string) => async (unit: Unit) => {
  const line = await unit.sh(`awk '$2 == "${target}" { print $4 }' /proc/mounts`);
  return line.split(',');
};
/** A file, once something has been written into it. */
const written = (path: string) => (unit: Unit) => unit.sh(`until test -s ${path}; do sleep 0.1; done; cat ${path}`);
const mountOf = async (unit: Unit, target: string) =>
  ((await unit.inspect()).HostConfig.Mounts ?? []).find(({ Target }) => Target === target);

keyCases(
  'what is mounted in a container',
  [
    {
      key: 'volumes',
      shows: 'in the short form mounts a named volume of the project',
      name: 'writer',
      service:
        'volumes: ["data:/data"]\ncommand: [sh, -c, "mkdir -p /data/sub; echo inner > /data/sub/file; sleep infinity"]\nhealthcheck: { test: cat /data/sub/file, interval: 1s }',
      see: async (unit, { project }) => (await mountOf(unit, '/data'))?.Source === `${project}_data`,
      is: true,
    },
    {
      key: 'volumes',
      shows: 'mounts a folder beside the file, in which a file of the host is seen',
      service: 'volumes: ["./shared:/shared"]',
      see: (unit) => unit.sh('cat /shared/file'),
      is: 'of the host',
    },
    {
      key: 'volumes',
      shows: 'makes a folder of the host that is missing',
      service: 'volumes: ["./made:/made"]\ncommand: [sh, -c, "echo hello > /made/file; sleep infinity"]',
      see: async (unit, { folder }) => [
        await written('/made/file')(unit),
        await readFile(join(folder, 'made', 'file'), 'utf8'),
      ],
      is: ['hello', 'hello\n'],
    },
    {
      key: 'volumes',
      shows: '"ro" can not be written to',
      service: 'volumes: ["./shared:/shared:ro", "data:/data:ro"]',
      see: async (unit) => [(await options('/shared')(unit))[0], (await options('/data')(unit))[0]],
      is: ['ro', 'ro'],
    },
    {
      key: 'volumes',
      shows: 'with a path of the container alone is a volume without a name',
      service: 'volumes: [/unnamed]',
      see: async (unit) => (await unit.inspect()).Mounts.map(({ Type, Destination }) => `${Type} ${Destination}`),
      is: ['volume /unnamed'],
    },
    {
      key: 'volumes',
      shows: '"z" is handed to the engine, which labels the folder where the machine has SELinux',
      service: 'volumes: ["./shared:/shared:ro,z"]',
      see: async (unit, { folder }) => (await unit.inspect()).HostConfig.Binds?.map((bind) => bind.replace(folder, '')),
      is: ['/shared:/shared:ro,z'],
    },
    {
      key: 'volumes',
      shows: '"nocopy" leaves out what the image has there',
      service: 'volumes: ["fresh:/usr:nocopy"]',
      see: (unit) => unit.sh('ls /usr'),
      is: '',
    },
    {
      key: 'volumes.type',
      shows: '"volume" mounts a named one',
      service: 'volumes: [{ type: volume, source: data, target: /data }]',
      see: async (unit, { project }) => (await mountOf(unit, '/data'))?.Source === `${project}_data`,
      is: true,
    },
    {
      key: 'volumes.type',
      shows: '"bind" mounts a path of the host, also a file',
      service: 'volumes: [{ type: bind, source: ./shared/file, target: /file }]',
      see: (unit) => unit.sh('cat /file'),
      is: 'of the host',
    },
    {
      key: 'volumes.type',
      shows: '"tmpfs" is in memory',
      service: 'volumes: [{ type: tmpfs, target: /scratch }]',
      see: (unit) => unit.sh(`awk '$2 == "/scratch" { print $3 }' /proc/mounts`),
      is: 'tmpfs',
    },
    {
      key: 'volumes.read_only',
      shows: 'can not be written to',
      service: `
volumes:
  - { type: bind, source: ./shared, target: /shared, read_only: true }
  - { type: volume, source: data, target: /data, read_only: true }`,
      see: async (unit) => [(await options('/shared')(unit))[0], (await options('/data')(unit))[0]],
      is: ['ro', 'ro'],
    },
    {
      key: 'volumes.consistency',
      shows: 'is handed to the engine',
      service: 'volumes: [{ type: bind, source: ./shared, target: /shared, consistency: cached }]',
      see: async (unit) => JSON.stringify((await unit.inspect()).HostConfig),
      is: expect.stringMatching(/"Consistency":"cached"|:\/shared:cached"/),
    },
    {
      key: 'volumes.bind.propagation',
      shows: 'decides about what is mounted there later',
      service: 'volumes: [{ type: bind, source: ./shared, target: /shared, bind: { propagation: private } }]',
      see: async (unit) => (await unit.inspect()).Mounts.map(({ Propagation }) => Propagation),
      is: ['private'],
    },
    {
      key: 'volumes.bind.create_host_path',
      shows: 'makes a folder that is missing',
      service: `
volumes: [{ type: bind, source: ./also/made, target: /made, bind: { create_host_path: true } }]
command: [sh, -c, "echo hello > /made/file; sleep infinity"]`,
      see: async (unit, { folder }) => [
        await written('/made/file')(unit),
        await readFile(join(folder, 'also', 'made', 'file'), 'utf8'),
      ],
      is: ['hello', 'hello\n'],
    },
    {
      key: 'volumes.bind.selinux',
      shows: 'is handed to the engine, which labels the folder where the machine has SELinux',
      service: 'volumes: [{ type: bind, source: ./shared, target: /shared, bind: { selinux: Z } }]',
      see: async (unit, { folder }) => (await unit.inspect()).HostConfig.Binds?.map((bind) => bind.replace(folder, '')),
      is: ['/shared:/shared:Z'],
    },
    {
      key: 'volumes.bind.recursive',
      shows: '"disabled" leaves out what is mounted below it',
      service: 'volumes: [{ type: bind, source: ./shared, target: /shared, bind: { recursive: disabled } }]',
      see: async (unit) => (await mountOf(unit, '/shared'))?.BindOptions,
      is: expect.objectContaining({ NonRecursive: true }),
    },
    {
      key: 'volumes.bind.recursive',
      shows: '"writable" makes only the folder itself read-only',
      service: `
volumes: [{ type: bind, source: ./shared, target: /shared, read_only: true, bind: { recursive: writable } }]`,
      see: async (unit) => (await mountOf(unit, '/shared'))?.BindOptions,
      is: expect.objectContaining({ ReadOnlyNonRecursive: true }),
      since: ['1.44', 'volumes.bind.recursive'],
    },
    {
      key: 'volumes.volume.nocopy',
      shows: 'leaves out what the image has there',
      service: 'volumes: [{ type: volume, source: fresh, target: /usr, volume: { nocopy: true } }]',
      see: (unit) => unit.sh('ls /usr'),
      is: '',
    },
    {
      key: 'volumes.volume.subpath',
      shows: 'mounts only this folder of the volume',
      service: `
volumes: [{ type: volume, source: data, target: /inner, volume: { subpath: sub } }]
depends_on: { writer: { condition: service_healthy } }`,
      see: (unit) => unit.sh('cat /inner/file'),
      is: 'inner',
      since: ['1.45', 'volumes.volume.subpath'],
    },
    {
      key: 'volumes.tmpfs.size',
      shows: 'is its size',
      service: 'volumes: [{ type: tmpfs, target: /scratch, tmpfs: { size: 1m } }]',
      see: options('/scratch'),
      is: expect.arrayContaining(['size=1024k']),
    },
    {
      key: 'volumes.tmpfs.mode',
      shows: 'is what one may do in it',
      service: 'volumes: [{ type: tmpfs, target: /scratch, tmpfs: { mode: 0710 } }]',
      see: (unit) => unit.sh('stat -c %a /scratch'),
      is: '710',
    },
    {
      key: 'volumes_from',
      shows: 'mounts all that another service has, read-only where that is asked for',
      service: 'volumes_from: ["writer:ro"]',
      see: async (unit) => [await unit.sh('cat /data/sub/file'), (await options('/data')(unit))[0]],
      is: ['inner', 'ro'],
    },
    {
      key: 'volumes_from',
      shows: '"container:" mounts all that any container has',
      service: `volumes_from: ["container:${foreign}"]`,
      see: written('/theirs/file'),
      is: 'theirs',
    },
    {
      key: 'tmpfs',
      shows: 'in one string is a folder in memory',
      service: 'tmpfs: /scratch',
      see: (unit) => unit.sh(`awk '$2 == "/scratch" { print $3 }' /proc/mounts`),
      is: 'tmpfs',
    },
    {
      key: 'tmpfs',
      shows: 'as a list takes the options of a mount',
      service: 'tmpfs: ["/one:size=2m,mode=700,uid=77", "/two:exec"]',
      see: async (unit) => [
        await options('/one')(unit),
        await unit.sh('stat -c "%a %u" /one'),
        (await options('/two')(unit)).includes('noexec'),
      ],
      is: [expect.arrayContaining(['size=2048k', 'noexec']), '700 77', false],
    },
    {
      key: 'volumes.*.external',
      shows: 'is used as it is',
      service: 'volumes: ["theirs:/theirs"]',
      see: written('/theirs/file'),
      is: 'theirs',
    },
  ],
  { top, files: { 'shared/file': 'of the host\n' } },
);
