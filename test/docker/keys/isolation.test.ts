import { readlink } from 'node:fs/promises';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect } from 'vitest';
import { uniqueProject } from '../../support/engine-things.ts';
import { keyCases } from './key-cases.ts';
import type { Unit } from './unit.ts';

const docker = new Docker();
const foreign = uniqueProject();

/** A container of nobody, whose namespaces may be shared. */
beforeAll(async () => {
  const container = await docker.createContainer({
    name: foreign,
    Image: 'busybox:1.36',
    Cmd: ['sleep', 'infinity'],
    HostConfig: { Init: true, IpcMode: 'shareable' },
  });
  await container.start();
});
afterAll(async () => await docker.getContainer(foreign).remove({ force: true }));

const namespace = (kind: string) => (unit: Unit) => unit.sh(`readlink /proc/self/ns/${kind}`);
const ofHost = (kind: string) => readlink(`/proc/self/ns/${kind}`);
/** Whether the main process has a capability by its number. */
const hasCapability = (number: number) => async (unit: Unit) => {
  const mask = await unit.sh("sed -n 's/CapEff:\\s*//p' /proc/1/status");
  return ((BigInt(`0x${mask}`) >> BigInt(number)) & 1n) === 1n;
};
const capNetAdmin = 12;
const capChown = 0;
const asked = (key: string) => async (unit: Unit) => Reflect.get((await unit.inspect()).HostConfig, key);

keyCases(
  'what a container shares and may do',
  [
    {
      key: 'hostname',
      shows: 'is what it calls itself',
      service: 'hostname: box',
      see: (unit) => unit.sh('hostname'),
      is: 'box',
    },
    {
      key: 'domainname',
      shows: 'is the domain that it is in',
      service: 'hostname: box\ndomainname: example.org',
      see: (unit) => unit.sh('cat /proc/sys/kernel/domainname; grep -c box.example.org /etc/hosts'),
      is: 'example.org\n1',
    },
    {
      key: 'dns',
      shows: 'as one address is where it asks for names',
      service: 'network_mode: bridge\ndns: 192.0.2.53',
      see: (unit) => unit.sh("sed -n 's/^nameserver //p' /etc/resolv.conf"),
      is: '192.0.2.53',
    },
    {
      key: 'dns',
      shows: 'as a list is asked in order',
      service: 'network_mode: bridge\ndns: [192.0.2.53, 192.0.2.54]',
      see: (unit) => unit.sh("sed -n 's/^nameserver //p' /etc/resolv.conf"),
      is: '192.0.2.53\n192.0.2.54',
    },
    {
      key: 'dns_search',
      shows: 'is where short names are looked for, as one text or as a list',
      service: 'dns_search: [one.example, two.example]',
      see: (unit) => unit.sh('grep ^search /etc/resolv.conf'),
      is: 'search one.example two.example',
    },
    {
      key: 'dns_opt',
      shows: 'is how it asks for names',
      service: 'dns_opt: [use-vc, "ndots:3"]',
      see: (unit) => unit.sh('grep ^options /etc/resolv.conf'),
      is: expect.stringMatching(/^options (?=.*use-vc)(?=.*ndots:3)/),
    },
    {
      key: 'extra_hosts',
      shows: 'as a list are names that it knows, and "host-gateway" is the host',
      service: 'extra_hosts: ["one.example:192.0.2.1", "six.example=[2001:db8::6]", "outside:host-gateway"]',
      see: (unit) => unit.sh("awk '/example|outside/ { print $2, $1 }' /etc/hosts"),
      is: expect.stringMatching(/^one\.example 192\.0\.2\.1\nsix\.example 2001:db8::6\noutside \d+\.\d+\.\d+\.\d+$/),
    },
    {
      key: 'extra_hosts',
      shows: 'as a map has several addresses for a name',
      service: 'extra_hosts: { many.example: [192.0.2.1, 192.0.2.2] }',
      see: (unit) => unit.sh("awk '/many.example/ { print $1 }' /etc/hosts"),
      is: '192.0.2.1\n192.0.2.2',
    },
    {
      key: 'cap_add',
      shows: 'lets it do more',
      service: 'cap_add: [NET_ADMIN]',
      see: hasCapability(capNetAdmin),
      is: true,
    },
    { key: 'cap_drop', shows: 'lets it do less', service: 'cap_drop: [ALL]', see: hasCapability(capChown), is: false },
    {
      key: 'security_opt',
      shows: 'keeps it from getting more rights, and lets it call the kernel freely',
      service: 'security_opt: ["no-new-privileges:true", "seccomp:unconfined"]',
      see: (unit) => unit.sh("awk '/^(NoNewPrivs|Seccomp):/ { print $2 }' /proc/1/status"),
      is: '1\n0',
    },
    {
      key: 'security_opt',
      shows: 'takes a profile for calls of the kernel from a file',
      service: 'security_opt: ["seccomp=./profile.json"]',
      see: (unit) => unit.sh('mkdir /forbidden 2>&1'),
      is: expect.stringContaining('Operation not permitted'),
    },
    {
      key: 'security_opt',
      shows: '"systempaths=unconfined" hides nothing of the kernel',
      service: 'security_opt: ["systempaths=unconfined"]',
      see: (unit) => unit.sh('grep -c "proc/sys " /proc/mounts'),
      is: '0',
    },
    {
      key: 'sysctls',
      shows: 'as a map are parameters of the kernel',
      service: 'sysctls: { net.core.somaxconn: 512 }',
      see: (unit) => unit.sh('cat /proc/sys/net/core/somaxconn'),
      is: '512',
    },
    {
      key: 'sysctls',
      shows: 'as a list are parameters of the kernel',
      service: 'sysctls: [net.core.somaxconn=256, net.ipv4.ip_unprivileged_port_start=80]',
      see: (unit) => unit.sh('cat /proc/sys/net/core/somaxconn /proc/sys/net/ipv4/ip_unprivileged_port_start'),
      is: '256\n80',
    },
    {
      key: 'read_only',
      shows: 'can write nothing beside its mounts',
      service: 'read_only: true\ntmpfs: /free',
      see: (unit) => unit.sh('touch /file 2> /dev/null || touch /free/file && ls /free'),
      is: 'file',
    },
    {
      key: 'ipc',
      shows: '"host" shares memory with the host',
      service: 'ipc: host',
      see: async (unit) => (await namespace('ipc')(unit)) === (await ofHost('ipc')),
      is: true,
    },
    {
      key: 'ipc',
      shows: '"shareable" lets others share its memory, and "service:" shares that of another',
      name: 'sharing',
      service: 'ipc: service:shared',
      see: async (unit, stack) => (await namespace('ipc')(unit)) === (await namespace('ipc')(stack.unit('shared'))),
      is: true,
    },
    {
      key: 'ipc',
      shows: '"shareable" is handed to the engine',
      name: 'shared',
      service: 'ipc: shareable',
      see: asked('IpcMode'),
      is: 'shareable',
    },
    {
      key: 'ipc',
      shows: '"container:" shares that of any container',
      service: `ipc: container:${foreign}`,
      see: async (unit) => {
        const { State } = await docker.getContainer(foreign).inspect();
        return (await namespace('ipc')(unit)) === (await readlink(`/proc/${State.Pid}/ns/ipc`));
      },
      is: true,
    },
    {
      key: 'pid',
      shows: '"host" sees the processes of the host',
      service: 'pid: host',
      see: async (unit) => (await namespace('pid')(unit)) === (await ofHost('pid')),
      is: true,
    },
    {
      key: 'pid',
      shows: '"service:" sees the processes of another service',
      service: 'pid: service:shared\ninit: false',
      see: async (unit, stack) => (await namespace('pid')(unit)) === (await namespace('pid')(stack.unit('shared'))),
      is: true,
    },
    {
      key: 'uts',
      shows: '"host" has the name of the host',
      service: 'uts: host',
      see: async (unit) => (await namespace('uts')(unit)) === (await ofHost('uts')),
      is: true,
    },
    {
      key: 'userns_mode',
      shows: '"host" has the users of the host',
      service: 'userns_mode: host',
      see: asked('UsernsMode'),
      is: 'host',
    },
    {
      key: 'cgroup',
      shows: '"private" has control groups of its own',
      service: 'cgroup: private',
      see: (unit) => unit.sh("sed 's/.*://' /proc/self/cgroup | sort -u"),
      is: '/',
    },
    {
      key: 'cgroup',
      shows: '"host" sees those of the host',
      service: 'cgroup: host',
      see: asked('CgroupnsMode'),
      is: 'host',
    },
  ],
  {
    files: {
      'profile.json': JSON.stringify({
        defaultAction: 'SCMP_ACT_ALLOW',
        syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO', args: [] }],
      }),
    },
  },
);

keyCases(
  'what a container may do where the machine lets it',
  [
    {
      key: 'privileged',
      shows: 'is handed to the engine',
      service: 'privileged: true',
      see: asked('Privileged'),
      is: true,
    },
  ],
  { policy: { startNothing: true } },
);
