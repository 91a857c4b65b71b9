import type { DeviceLimit, DeviceRequest } from '../../../manifest/container-keys.ts';
import type { ContainerKeysSpec } from '../../../plan/container-spec.ts';
import { isAtLeast } from '../api-version.ts';

const nanoCpus = 1_000_000_000;

/** What a container may use: processor, memory, block devices, processes and devices of the host. */
export function resourcesBody(keys: ContainerKeysSpec, api: string): object {
  const { devices = [] } = keys;
  // A name of the Container Device Interface has no path: it is asked for by its name (API 1.44).
  const paths = devices.filter(({ source }) => source.startsWith('/'));
  const named = isAtLeast(api, '1.44') ? devices.filter(({ source }) => !source.startsWith('/')) : [];
  const cdi = named.length === 0 ? [] : [{ Driver: 'cdi', DeviceIDs: named.map(({ source }) => source) }];
  const requests = [...(keys.gpus ?? []).map(requestBody), ...cdi];
  return {
    NanoCpus: keys.cpus === undefined ? undefined : Math.round(keys.cpus * nanoCpus),
    CpuCount: keys.cpu_count,
    CpuPercent: keys.cpu_percent,
    CpuPeriod: keys.cpu_period,
    CpuQuota: keys.cpu_quota,
    CpuRealtimePeriod: keys.cpu_rt_period,
    CpuRealtimeRuntime: keys.cpu_rt_runtime,
    CpuShares: keys.cpu_shares,
    CpusetCpus: keys.cpuset,
    Memory: keys.mem_limit,
    MemoryReservation: keys.mem_reservation,
    MemorySwap: keys.memswap_limit,
    MemorySwappiness: keys.mem_swappiness,
    OomKillDisable: keys.oom_kill_disable,
    OomScoreAdj: keys.oom_score_adj,
    PidsLimit: keys.pids_limit,
    ShmSize: keys.shm_size,
    Ulimits:
      keys.ulimits && Object.entries(keys.ulimits).map(([Name, { soft, hard }]) => ({ Name, Soft: soft, Hard: hard })),
    Devices: paths.map(({ source, target, permissions }) => ({
      PathOnHost: source,
      PathInContainer: target,
      CgroupPermissions: permissions,
    })),
    DeviceCgroupRules: keys.device_cgroup_rules,
    DeviceRequests: requests.length === 0 ? undefined : requests,
    ...blockBody(keys.blkio_config),
  };
}

function blockBody(limits: ContainerKeysSpec['blkio_config']): object {
  if (limits === undefined) return {};
  const rates = (list: readonly DeviceLimit<number>[] | undefined) =>
    list?.map(({ path, value }) => ({ Path: path, Rate: value }));
  return {
    BlkioWeight: limits.weight,
    BlkioWeightDevice: limits.weight_device?.map(({ path, value }) => ({ Path: path, Weight: value })),
    BlkioDeviceReadBps: rates(limits.device_read_bps),
    BlkioDeviceWriteBps: rates(limits.device_write_bps),
    BlkioDeviceReadIOps: rates(limits.device_read_iops),
    BlkioDeviceWriteIOps: rates(limits.device_write_iops),
  };
}

const requestBody = ({ driver, count, ids, capabilities, options }: DeviceRequest) => ({
  Driver: driver ?? '',
  ...(ids === undefined ? { Count: count ?? -1 } : { DeviceIDs: [...ids] }),
  Capabilities: [[...capabilities]],
  Options: options,
});
