import { expect } from 'vitest';
import { keyCases } from './key-cases.ts';
import type { Unit } from './unit.ts';

/** A limit as the kernel has it, in control groups of version 2 or else of version 1. */
const limit = (second: string, first: string) => (unit: Unit) =>
  unit.sh(`cat /sys/fs/cgroup/${second} 2> /dev/null || cat /sys/fs/cgroup/${first}`);

/** What the engine was asked for. */
const asked =
  (...keys: readonly string[]) =>
  async (unit: Unit) => {
    const { HostConfig } = await unit.inspect();
    return keys.map((key) => Reflect.get(HostConfig, key));
  };

const memory = limit('memory.max', 'memory/memory.limit_in_bytes');
const megabyte = 1_048_576;

keyCases('what a container may use', [
  {
    key: 'cpus',
    shows: 'is a share of the processors',
    service: 'cpus: 0.5',
    see: asked('NanoCpus'),
    is: [500_000_000],
  },
  {
    key: 'deploy.resources.limits.cpus',
    shows: 'is a share of the processors',
    service: 'deploy: { resources: { limits: { cpus: "0.25" } } }',
    see: asked('NanoCpus'),
    is: [250_000_000],
  },
  {
    key: 'cpu_shares',
    shows: 'weighs it against others',
    service: 'cpu_shares: 512',
    see: asked('CpuShares'),
    is: [512],
  },
  {
    key: 'cpu_quota',
    shows: 'and "cpu_period", as a number or as a duration, bound its time',
    service: 'cpu_quota: 25000\ncpu_period: 50ms',
    see: async (unit) => (await limit('cpu.max', 'cpu/cpu.cfs_quota_us')(unit)).split(' ')[0],
    is: '25000',
  },
  {
    key: 'cpu_period',
    shows: 'is what its time is bound by',
    service: 'cpu_quota: 25000\ncpu_period: 50000',
    see: asked('CpuQuota', 'CpuPeriod'),
    is: [25_000, 50_000],
  },
  {
    key: 'cpuset',
    shows: 'names the processors',
    service: 'cpuset: "0"',
    see: (unit) => unit.sh("sed -n 's/Cpus_allowed_list:[^0-9]*//p' /proc/1/status"),
    is: '0',
  },
  { key: 'mem_limit', shows: 'bounds its memory', service: 'mem_limit: 32m', see: memory, is: String(32 * megabyte) },
  {
    key: 'mem_limit',
    shows: 'as a number counts bytes',
    service: 'mem_limit: 33554432',
    see: memory,
    is: String(32 * megabyte),
  },
  {
    key: 'deploy.resources.limits.memory',
    shows: 'bounds its memory',
    service: 'deploy: { resources: { limits: { memory: 40M } } }',
    see: memory,
    is: String(40 * megabyte),
  },
  {
    key: 'mem_reservation',
    shows: 'is kept for it',
    service: 'mem_reservation: 16m',
    see: asked('MemoryReservation'),
    is: [16 * megabyte],
  },
  {
    key: 'deploy.resources.reservations.memory',
    shows: 'is kept for it',
    service: 'deploy: { resources: { reservations: { memory: 17m } } }',
    see: asked('MemoryReservation'),
    is: [17 * megabyte],
  },
  {
    key: 'memswap_limit',
    shows: 'bounds memory and swap together',
    service: 'mem_limit: 32m\nmemswap_limit: 64m',
    see: asked('MemorySwap'),
    is: [64 * megabyte],
  },
  {
    key: 'memswap_limit',
    shows: '-1 leaves swap without bounds',
    service: 'mem_limit: 32m\nmemswap_limit: -1',
    see: asked('MemorySwap'),
    is: [-1],
  },
  {
    key: 'mem_swappiness',
    shows: 'is what the kernel gets',
    service: 'mem_limit: 32m\nmem_swappiness: 10',
    see: asked('MemorySwappiness'),
    is: [10],
    orTold: /swappiness/,
  },
  {
    key: 'pids_limit',
    shows: 'bounds its processes',
    service: 'pids_limit: 50',
    see: limit('pids.max', 'pids/pids.max'),
    is: '50',
  },
  {
    key: 'deploy.resources.limits.pids',
    shows: 'bounds its processes',
    service: 'deploy: { resources: { limits: { pids: 60 } } }',
    see: limit('pids.max', 'pids/pids.max'),
    is: '60',
  },
  {
    key: 'oom_kill_disable',
    shows: 'is what the kernel gets',
    service: 'mem_limit: 32m\noom_kill_disable: true',
    see: asked('OomKillDisable'),
    is: [true],
    orTold: /OomKillDisable/,
  },
  {
    key: 'oom_score_adj',
    shows: 'is that of its process',
    service: 'oom_score_adj: 500',
    see: (unit) => unit.sh('cat /proc/1/oom_score_adj'),
    is: '500',
  },
  {
    key: 'shm_size',
    shows: 'is the size of its shared memory',
    service: 'shm_size: 12m',
    see: (unit) => unit.sh(`awk '$2 == "/dev/shm" { print $4 }' /proc/mounts`),
    is: expect.stringContaining('size=12288k'),
  },
  {
    key: 'ulimits',
    shows: 'as one number bound both, or have a soft and a hard one',
    service: 'ulimits: { nproc: 1000, nofile: { soft: 2000, hard: 4000 } }',
    see: (unit) => unit.sh("awk '/processes|open files/ { print $(NF-2), $(NF-1) }' /proc/1/limits"),
    is: '1000 1000\n2000 4000',
  },
  {
    key: 'devices',
    shows: 'are those of the host, under the same or another name',
    service: 'devices: [/dev/fuse, "/dev/fuse:/dev/other:r"]',
    see: (unit) => unit.sh('ls /dev/fuse /dev/other'),
    is: '/dev/fuse\n/dev/other',
  },
  {
    key: 'devices.source',
    shows: 'in the long form is one of the host, with a target and permissions',
    service: 'devices: [{ source: /dev/fuse, target: /dev/other, permissions: rw }]',
    see: asked('Devices'),
    is: [[{ PathOnHost: '/dev/fuse', PathInContainer: '/dev/other', CgroupPermissions: 'rw' }]],
  },
  {
    key: 'device_cgroup_rules',
    shows: 'say which devices it may use',
    service: 'device_cgroup_rules: ["c 1:3 mr", "a 7:* rmw"]',
    see: asked('DeviceCgroupRules'),
    is: [['c 1:3 mr', 'a 7:* rmw']],
  },
  {
    key: 'runtime',
    shows: 'is what runs it',
    service: 'runtime: runc',
    see: asked('Runtime'),
    is: ['runc'],
  },
  {
    key: 'cgroup_parent',
    shows: 'is the group that its own is in',
    service: 'cgroup_parent: /devstack-keys',
    see: asked('CgroupParent'),
    is: ['/devstack-keys'],
  },
]);

keyCases(
  'what a container may use of things that not every machine has',
  [
    {
      key: 'gpus',
      shows: '"all" asks for all of them',
      service: 'gpus: all',
      see: asked('DeviceRequests'),
      is: [[expect.objectContaining({ Count: -1, Capabilities: [['gpu']] })]],
    },
    {
      key: 'gpus',
      shows: 'as a list asks for a number, or for some by name',
      service: 'gpus: [{ driver: nvidia, count: 2 }, { device_ids: ["0", "3"], options: { mode: fast } }]',
      see: asked('DeviceRequests'),
      is: [
        [
          expect.objectContaining({ Driver: 'nvidia', Count: 2, Capabilities: [['gpu']] }),
          expect.objectContaining({ DeviceIDs: ['0', '3'], Options: { mode: 'fast' } }),
        ],
      ],
    },
    {
      key: 'deploy.resources.reservations.devices',
      shows: 'asks for devices by what they can do',
      service: 'deploy: { resources: { reservations: { devices: [{ capabilities: [tpu, gpu], count: 1 }] } } }',
      see: asked('DeviceRequests'),
      is: [[expect.objectContaining({ Count: 1, Capabilities: [['tpu', 'gpu']] })]],
    },
    {
      key: 'gpus',
      shows: 'beside reserved devices are asked for as well',
      service: `
gpus: [{ driver: nvidia, count: 1 }]
deploy: { resources: { reservations: { devices: [{ capabilities: [tpu], count: 1 }] } } }`,
      see: asked('DeviceRequests'),
      is: [
        [
          expect.objectContaining({ Capabilities: [['tpu']] }),
          expect.objectContaining({ Driver: 'nvidia', Capabilities: [['gpu']] }),
        ],
      ],
    },
    {
      key: 'devices',
      shows: 'with a name of the Container Device Interface asks for that',
      service: 'devices: ["vendor.com/class=one"]',
      see: asked('DeviceRequests'),
      is: [[expect.objectContaining({ Driver: 'cdi', DeviceIDs: ['vendor.com/class=one'] })]],
      since: ['1.44', 'devices'],
    },
    {
      key: 'blkio_config.device_read_bps',
      shows: 'and the other limits of block devices are handed to the engine',
      service: `
blkio_config:
  device_read_bps: [{ path: /dev/zero, rate: 1mb }]
  device_write_bps: [{ path: /dev/zero, rate: 2048k }]
  device_read_iops: [{ path: /dev/zero, rate: 100 }]
  device_write_iops: [{ path: /dev/zero, rate: 200 }]`,
      see: asked('BlkioDeviceReadBps', 'BlkioDeviceWriteBps', 'BlkioDeviceReadIOps', 'BlkioDeviceWriteIOps'),
      is: [
        [{ Path: '/dev/zero', Rate: megabyte }],
        [{ Path: '/dev/zero', Rate: 2 * megabyte }],
        [{ Path: '/dev/zero', Rate: 100 }],
        [{ Path: '/dev/zero', Rate: 200 }],
      ],
    },
    {
      key: 'blkio_config.weight',
      shows: 'and those of devices are handed to the engine',
      service: 'blkio_config: { weight: 300, weight_device: [{ path: /dev/zero, weight: 400 }] }',
      see: asked('BlkioWeight', 'BlkioWeightDevice'),
      is: [300, [{ Path: '/dev/zero', Weight: 400 }]],
      orTold: /Block I\/O weight/,
    },
    {
      key: 'cpu_rt_runtime',
      shows: 'and "cpu_rt_period" bound its time as a real-time process',
      service: 'cpu_rt_runtime: 400ms\ncpu_rt_period: 1s',
      see: asked('CpuRealtimeRuntime', 'CpuRealtimePeriod'),
      is: [400_000, 1_000_000],
    },
  ],
  { policy: { startNothing: true } },
);
