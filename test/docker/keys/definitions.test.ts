import Docker from 'dockerode';
import { afterAll, beforeAll, expect } from 'vitest';
import { uniqueProject } from '../../support/engine-things.ts';
import type { Stack } from './harness.ts';
import { keyCases } from './key-cases.ts';

const docker = new Docker();
const foreign = uniqueProject();
const named = uniqueProject();

beforeAll(async () => void (await docker.createVolume({ Name: foreign, Labels: { of: 'nobody' } })));
afterAll(async () => await docker.getVolume(foreign).remove());

const top = `
networks:
  plain:
  bridged: { driver: bridge, driver_opts: { com.docker.network.driver.mtu: 1280 } }
  closed: { internal: true }
  open: { attachable: true }
  six: { enable_ipv6: true, ipam: { config: [{ subnet: 10.212.1.0/24 }, { subnet: "fd00:212::/64" }] } }
  without: { enable_ipv4: false, enable_ipv6: true, ipam: { config: [{ subnet: "fd00:213::/64" }] } }
  planned:
    ipam:
      driver: default
      options: { com.example.note: here }
      config:
        - subnet: 10.212.2.0/24
          ip_range: 10.212.2.128/25
          gateway: 10.212.2.1
          aux_addresses: { router: 10.212.2.129 }
  labelled: { labels: { com.example.map: words } }
  listed: { labels: ["com.example.list=a=b"] }
  renamed: { name: ${named} }
volumes:
  plain:
  driven: { driver: local, driver_opts: { type: tmpfs, device: tmpfs, o: "size=1m,uid=1000" } }
  labelled: { labels: { com.example.map: words } }
  renamed: { name: ${named} }
  theirs: { external: true, name: ${foreign} }
`;

const network = async (key: string, { docker, project }: Stack) =>
  await docker.getNetwork(`${project}_${key}`).inspect();
const volume = async (key: string, { docker, project }: Stack) => await docker.getVolume(`${project}_${key}`).inspect();

keyCases(
  'networks and volumes of a file',
  [
    {
      key: 'networks.*',
      shows: 'is made under the name of the project, and found by other tools',
      service: 'networks: [plain]',
      see: async (_, stack) => await network('plain', stack),
      is: expect.objectContaining({
        Driver: 'bridge',
        Internal: false,
        Labels: expect.objectContaining({ 'com.docker.compose.network': 'plain' }),
      }),
    },
    {
      key: 'networks.*.driver',
      shows: 'is that of the network',
      service: 'networks: [bridged]',
      see: async (_, stack) => (await network('bridged', stack)).Driver,
      is: 'bridge',
    },
    {
      key: 'networks.*.driver_opts',
      shows: 'reach the driver',
      service: 'networks: [bridged]',
      see: (unit) => unit.sh('cat /sys/class/net/eth0/mtu'),
      is: '1280',
    },
    {
      key: 'networks.*.internal',
      shows: 'leads nowhere else',
      service: 'networks: [closed]',
      see: async (_, stack) => (await network('closed', stack)).Internal,
      is: true,
    },
    {
      key: 'networks.*.attachable',
      shows: 'is handed to the engine',
      service: 'networks: [open]',
      see: async (_, stack) => (await network('open', stack)).Attachable,
      is: true,
    },
    {
      key: 'networks.*.enable_ipv6',
      shows: 'gives addresses of IP version 6',
      service: 'networks: [six]',
      see: (unit) => unit.sh('ip -6 addr show eth0 | grep -c fd00:212:'),
      is: '1',
    },
    {
      key: 'networks.*.ipam.config',
      shows: 'has a subnet, of which a range is given out, a gateway and addresses that are left out',
      service: 'networks: [planned]',
      see: async (unit, stack) => [
        (await network('planned', stack)).IPAM?.Config,
        await unit.sh('ip -o -4 addr show eth0 | grep -o "10[.]212[.]2[.][0-9]*/"'),
      ],
      is: [
        [
          {
            Subnet: '10.212.2.0/24',
            IPRange: '10.212.2.128/25',
            Gateway: '10.212.2.1',
            AuxiliaryAddresses: { router: '10.212.2.129' },
          },
        ],
        expect.stringMatching(/^10\.212\.2\.(128|13\d)\/$/),
      ],
    },
    {
      key: 'networks.*.ipam.driver',
      shows: 'and its options are handed to the engine',
      service: 'networks: [planned]',
      see: async (_, stack) => (await network('planned', stack)).IPAM,
      is: expect.objectContaining({ Driver: 'default', Options: { 'com.example.note': 'here' } }),
    },
    {
      key: 'networks.*.labels',
      shows: 'as a map and as a list are on the network',
      service: 'networks: [labelled, listed]',
      see: async (_, stack) => [(await network('labelled', stack)).Labels, (await network('listed', stack)).Labels],
      is: [
        expect.objectContaining({ 'com.example.map': 'words' }),
        expect.objectContaining({ 'com.example.list': 'a=b' }),
      ],
    },
    {
      key: 'networks.*.name',
      shows: 'is its name on the engine',
      service: 'networks: [renamed]',
      see: async (unit) => Object.keys((await unit.inspect()).NetworkSettings.Networks),
      is: [named],
    },
    {
      key: 'volumes.*',
      shows: 'is made under the name of the project, and found by other tools',
      service: 'volumes: ["plain:/data"]',
      see: async (_, stack) => await volume('plain', stack),
      is: expect.objectContaining({
        Driver: 'local',
        Labels: expect.objectContaining({ 'com.docker.compose.volume': 'plain' }),
      }),
    },
    {
      key: 'volumes.*.driver',
      shows: 'is that of the volume',
      service: 'volumes: ["driven:/data"]',
      see: async (_, stack) => (await volume('driven', stack)).Driver,
      is: 'local',
    },
    {
      key: 'volumes.*.driver_opts',
      shows: 'reach the driver',
      service: 'volumes: ["driven:/data"]',
      see: (unit) => unit.sh(`awk '$2 == "/data" { print $3, $4 }' /proc/mounts`),
      is: expect.stringMatching(/^tmpfs .*size=1024k.*uid=1000/),
    },
    {
      key: 'volumes.*.labels',
      shows: 'are on the volume',
      service: 'volumes: ["labelled:/data"]',
      see: async (_, stack) => (await volume('labelled', stack)).Labels,
      is: expect.objectContaining({ 'com.example.map': 'words' }),
    },
    {
      key: 'volumes.*.name',
      shows: 'is its name on the engine',
      service: 'volumes: ["renamed:/data"]',
      see: async (unit) => (await unit.inspect()).Mounts.map(({ Name }) => Name),
      is: [named],
    },
    {
      key: 'volumes.*.external',
      shows: 'is used and not changed',
      service: 'volumes: ["theirs:/data"]',
      see: async (unit) => [
        (await unit.inspect()).Mounts.map(({ Name }) => Name),
        (await docker.getVolume(foreign).inspect()).Labels,
      ],
      is: [[foreign], { of: 'nobody' }],
    },
    {
      key: 'networks.*.enable_ipv4',
      shows: 'false: there are addresses of IP version 6 only',
      service: 'networks: [without]',
      see: (unit) => unit.sh('ip -o -4 addr show eth0 | wc -l'),
      is: '0',
      since: ['1.48', 'enable_ipv4', 'network "without"'],
    },
  ],
  { top },
);
