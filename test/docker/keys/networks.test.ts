import Docker from 'dockerode';
import { afterAll, beforeAll, expect } from 'vitest';
import { uniqueProject } from '../../support/engine-things.ts';
import type { Stack } from './harness.ts';
import { keyCases } from './key-cases.ts';
import type { Unit } from './unit.ts';

const docker = new Docker();
const foreign = uniqueProject();

/** A container and a network that are there before, of nobody. */
beforeAll(async () => {
  await docker.createNetwork({ Name: foreign, Driver: 'bridge' });
  const container = await docker.createContainer({
    name: foreign,
    Image: 'busybox:1.36',
    Cmd: ['sleep', 'infinity'],
    HostConfig: { NetworkMode: foreign, Init: true },
  });
  await container.start();
});
afterAll(async () => {
  await docker.getContainer(foreign).remove({ force: true });
  await docker.getNetwork(foreign).remove();
});

// Older engines make the address of an interface of that on its network, such as 02:42:0a:d3:01:0c of 10.211.1.12: none
// that is asked for below is one of these.
const top = `
networks:
  one: { ipam: { config: [{ subnet: 10.211.1.0/24 }] } }
  two: { ipam: { config: [{ subnet: 10.211.2.0/24 }] } }
  six:
    enable_ipv6: true
    ipam: { config: [{ subnet: 10.211.3.0/24 }, { subnet: "fd00:211::/64" }] }
  theirs: { external: true, name: ${foreign} }
`;

/** The address of a container on a network, by the start of it. */
const address = (start: string) => (unit: Unit) =>
  unit.sh(`ip -o addr | sed -n 's|.* inet6\\? \\(${start}[^/ ]*\\).*|\\1|p'`);
/** The network that the engine takes for the main one, without the name of the project. */
const mainNetwork = async (unit: Unit, { project }: Stack) =>
  (await unit.inspect()).HostConfig.NetworkMode?.replace(`${project}_`, '');
/** Whether a name leads to some address that answers, soon or after a while. */
const reaches = (name: string) => (unit: Unit) =>
  unit.sh(`for try in 1 2 3 4 5; do ping -c1 -W2 ${name} > /tmp/out 2>&1 && echo reached && break; done`);

keyCases(
  'the networks of a container',
  [
    {
      key: 'networks',
      shows: 'absent: it is on the default network, under its own name',
      name: 'plain',
      service: '',
      see: async (unit, { project }) => [
        Object.keys((await unit.inspect()).NetworkSettings.Networks).map((name) => name.replace(project, '')),
        await reaches('plain')(unit),
      ],
      is: [['_default'], 'reached'],
    },
    {
      key: 'networks',
      shows: 'as a list puts it on each of them',
      name: 'listed',
      service: 'networks: [one, two]',
      see: async (unit) => [await address('10.211.1.')(unit), await address('10.211.2.')(unit)],
      is: [expect.stringMatching(/^10\.211\.1\.\d+$/), expect.stringMatching(/^10\.211\.2\.\d+$/)],
    },
    {
      key: 'networks.aliases',
      shows: 'are further names on that network',
      service: 'networks: { one: { aliases: [other, another] }, two: null }',
      see: async (_, { unit }) => [await reaches('other')(unit('listed')), await reaches('another')(unit('listed'))],
      is: ['reached', 'reached'],
    },
    {
      key: 'networks.ipv4_address',
      shows: 'is its address',
      service: 'networks: { one: { ipv4_address: 10.211.1.77 } }',
      see: address('10.211.1.'),
      is: '10.211.1.77',
    },
    {
      key: 'networks.ipv6_address',
      shows: 'is its address of IP version 6',
      service: 'networks: { six: { ipv6_address: "fd00:211::77" } }',
      see: address('fd00:211:'),
      is: 'fd00:211::77',
    },
    {
      key: 'networks.link_local_ips',
      shows: 'are further addresses',
      service: 'networks: { one: { link_local_ips: [169.254.8.8] } }',
      see: address('169.254.'),
      is: '169.254.8.8',
    },
    {
      key: 'networks.mac_address',
      shows: 'is that of its interface',
      service: 'networks: { one: { mac_address: "02:42:0a:d3:f1:0c" } }',
      see: (unit) => unit.sh('cat /sys/class/net/eth0/address'),
      is: '02:42:0a:d3:f1:0c',
    },
    {
      key: 'networks.mac_address',
      shows: 'can differ from network to network',
      service: 'networks: { one: { priority: 1 }, two: { mac_address: "02:42:0a:d3:f2:0c" } }',
      see: (unit) => unit.sh('cat /sys/class/net/*/address'),
      is: expect.stringContaining('02:42:0a:d3:f2:0c'),
      since: ['1.44', 'networks.mac_address'],
    },
    {
      key: 'networks.priority',
      shows: 'says which of them is the main one',
      service: 'networks: { one: { priority: 10 }, two: { priority: 20 } }',
      see: mainNetwork,
      is: 'two',
    },
    {
      key: 'networks.priority',
      shows: 'that is the same leaves that to the order of the alphabet',
      service: 'networks: [two, one]',
      see: mainNetwork,
      is: 'one',
    },
    {
      key: 'networks.gw_priority',
      shows: 'says which of them leads outside',
      service: 'networks: { one: {}, two: { gw_priority: 5 } }',
      see: (unit) => unit.sh('ip route | grep -o "default via [0-9]*.[0-9]*.[0-9]*"'),
      is: 'default via 10.211.2',
      since: ['1.48', 'networks.gw_priority'],
    },
    {
      key: 'networks.interface_name',
      shows: 'is that of the interface',
      service: 'networks: { one: { interface_name: lan0 } }',
      see: (unit) => unit.sh('ls -d /sys/class/net/lan0'),
      is: '/sys/class/net/lan0',
      since: ['1.49', 'networks.interface_name'],
    },
    {
      key: 'networks.driver_opts',
      shows: 'are passed on to the driver',
      service: 'networks: { one: { driver_opts: { com.example.note: here } } }',
      see: async (unit, { project }) => {
        const endpoint = (await unit.inspect()).NetworkSettings.Networks[`${project}_one`];
        return Reflect.get(endpoint ?? {}, 'DriverOpts');
      },
      is: { 'com.example.note': 'here' },
    },
    {
      key: 'networks.*.external',
      shows: 'is used as it is, and what is on it is reached',
      service: 'networks: [theirs]',
      see: reaches(foreign),
      is: 'reached',
    },
    {
      key: 'mac_address',
      shows: 'is that of the first interface',
      service: 'mac_address: "02:42:0a:d3:00:0b"',
      see: (unit) => unit.sh('cat /sys/class/net/eth0/address'),
      is: '02:42:0a:d3:00:0b',
    },
    {
      key: 'mac_address',
      shows: 'is that of the interface on the engine’s own network, too',
      name: 'bridged',
      service: 'network_mode: bridge\nmac_address: "02:42:0a:d3:00:0c"',
      see: (unit) => unit.sh('cat /sys/class/net/eth0/address'),
      is: '02:42:0a:d3:00:0c',
    },
    {
      key: 'mac_address',
      shows: 'and "links" mean nothing without a network of one’s own, and that is told',
      name: 'alone',
      service: 'network_mode: host\nmac_address: "02:42:0a:d3:00:0d"\nlinks: [plain]',
      see: async (_, { warnings }) => warnings.filter((one) => one.includes('"alone"')),
      is: ['this engine ignores "mac_address" of service "alone"', 'this engine ignores "links" of service "alone"'],
    },
    {
      key: 'network_mode',
      shows: '"none" leaves it alone',
      service: 'network_mode: none',
      see: (unit) => unit.sh('ls /sys/class/net | grep eth'),
      is: '',
    },
    {
      key: 'network_mode',
      shows: '"host" shares the interfaces of the host',
      service: 'network_mode: host',
      see: async (unit) => (await unit.inspect()).HostConfig.NetworkMode,
      is: 'host',
    },
    {
      key: 'network_mode',
      shows: '"bridge" is the default network of the engine',
      service: 'network_mode: bridge',
      see: async (unit) => Object.keys((await unit.inspect()).NetworkSettings.Networks),
      is: ['bridge'],
    },
    {
      key: 'network_mode',
      shows: '"service:" shares the interfaces of another service',
      service: 'network_mode: service:plain',
      see: async (unit, stack) => (await unit.sh('ip -o addr')) === (await stack.unit('plain').sh('ip -o addr')),
      is: true,
    },
    {
      key: 'network_mode',
      shows: '"container:" shares the interfaces of any container',
      service: `network_mode: container:${foreign}`,
      see: async (unit) => (await unit.inspect()).HostConfig.NetworkMode,
      is: expect.stringMatching(new RegExp(`^container:(${foreign}|[0-9a-f]{64})$`)),
    },
    {
      key: 'links',
      shows: 'give another service a name of one’s own',
      service: 'links: [plain, "plain:second"]',
      see: async (unit) => [await reaches('second')(unit), await reaches('plain')(unit)],
      is: ['reached', 'reached'],
    },
    {
      key: 'links',
      shows: 'are all the names that there are on the engine’s own network',
      service: 'network_mode: bridge\nlinks: ["bridged:second"]',
      see: reaches('second'),
      is: 'reached',
    },
    {
      key: 'external_links',
      shows: 'give a container of others a name of one’s own',
      service: `networks: [theirs]\nexternal_links: ["${foreign}:stranger"]`,
      see: reaches('stranger'),
      is: 'reached',
    },
  ],
  { top },
);
