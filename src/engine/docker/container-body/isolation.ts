import type { ContainerKeysSpec } from '../../../plan/container-spec.ts';

/** What a container shares with the host and with others, and what it may do there. */
export function isolationBody(keys: ContainerKeysSpec): object {
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
    SecurityOpt: keys.security_opt,
    StorageOpt: keys.storage_opt,
    Sysctls: keys.sysctls,
    UsernsMode: keys.userns_mode,
    UTSMode: keys.uts,
  };
}
