import type { ContainerKeysSpec } from '../../../plan/container-spec.ts';

/** An option that only clients know: no path of the kernel's own file systems is hidden or read-only. */
const openPaths = 'systempaths=unconfined';

/** What a container shares with the host and with others, and what it may do there. */
export function isolationBody(keys: ContainerKeysSpec): object {
  const isOpen = keys.security_opt?.includes(openPaths) === true;
  return {
    CapAdd: keys.cap_add,
    CapDrop: keys.cap_drop,
    CgroupnsMode: keys.cgroup,
    CgroupParent: keys.cgroup_parent,
    Dns: keys.dns,
    DnsOptions: keys.dns_opt,
    DnsSearch: keys.dns_search,
    ExtraHosts: keys.extra_hosts,
    GroupAdd: keys.group_add,
    IpcMode: keys.ipc,
    PidMode: keys.pid,
    Privileged: keys.privileged,
    ReadonlyRootfs: keys.read_only,
    Runtime: keys.runtime,
    SecurityOpt: keys.security_opt?.filter((option) => option !== openPaths),
    ...(isOpen && { MaskedPaths: [], ReadonlyPaths: [] }),
    StorageOpt: keys.storage_opt,
    Sysctls: keys.sysctls,
    UsernsMode: keys.userns_mode,
    UTSMode: keys.uts,
  };
}
