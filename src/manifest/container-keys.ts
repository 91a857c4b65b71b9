/** A CPU, memory or device limit of the block layer, for one device. */
export interface DeviceLimit<Value> {
  readonly path: string;
  readonly value: Value;
}

/** A device of the host in the container. */
export interface Device {
  readonly source: string;
  readonly target: string;
  /** of `rwm` */
  readonly permissions: string;
}

/** What is asked of a device driver: `gpus`, or `deploy.resources.reservations.devices`. */
export interface DeviceRequest {
  readonly driver?: string;
  /** -1: all */
  readonly count?: number;
  readonly ids?: readonly string[];
  readonly capabilities: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/** Soft and hard limit; -1: none. */
export interface Ulimit {
  readonly soft: number;
  readonly hard: number;
}

/** A namespace that is shared: with the host, with nothing, with a unit of this manifest, with any container. */
export type Namespace =
  | { readonly kind: 'mode'; readonly mode: string }
  | { readonly kind: 'unit'; readonly unit: string }
  | { readonly kind: 'container'; readonly container: string };

/**
 * Keys of a service that an engine takes as they are, under the names that the Compose Specification gives them and
 * with their values read: sizes in bytes, durations in ms, lists without repeats. Absent keys are the engine's default.
 */
export interface ContainerKeys {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly blkio_config?: {
    readonly weight?: number;
    readonly weight_device?: readonly DeviceLimit<number>[];
    /** bytes per second */
    readonly device_read_bps?: readonly DeviceLimit<number>[];
    readonly device_write_bps?: readonly DeviceLimit<number>[];
    readonly device_read_iops?: readonly DeviceLimit<number>[];
    readonly device_write_iops?: readonly DeviceLimit<number>[];
  };
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cgroup?: 'host' | 'private';
  readonly cgroup_parent?: string;
  readonly cpu_count?: number;
  readonly cpu_percent?: number;
  /** µs */
  readonly cpu_period?: number;
  /** µs */
  readonly cpu_quota?: number;
  /** µs */
  readonly cpu_rt_period?: number;
  /** µs */
  readonly cpu_rt_runtime?: number;
  readonly cpu_shares?: number;
  /** CPUs, such as 0.5; also from `deploy.resources.limits.cpus` */
  readonly cpus?: number;
  readonly cpuset?: string;
  readonly device_cgroup_rules?: readonly string[];
  readonly devices?: readonly Device[];
  readonly gpus?: readonly DeviceRequest[];
  readonly dns?: readonly string[];
  readonly dns_opt?: readonly string[];
  readonly dns_search?: readonly string[];
  readonly domainname?: string;
  /** container ports, such as `80/tcp` or `8000-8010/udp` */
  readonly expose?: readonly string[];
  /** `name:address` */
  readonly extra_hosts?: readonly string[];
  readonly group_add?: readonly string[];
  readonly hostname?: string;
  readonly ipc?: Namespace;
  readonly isolation?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly logging?: { readonly driver?: string; readonly options: Readonly<Record<string, string>> };
  readonly mac_address?: string;
  /** bytes; also from `deploy.resources.limits.memory` */
  readonly mem_limit?: number;
  /** bytes; also from `deploy.resources.reservations.memory` */
  readonly mem_reservation?: number;
  readonly mem_swappiness?: number;
  /** bytes of memory and swap together; -1: no limit */
  readonly memswap_limit?: number;
  readonly oom_kill_disable?: boolean;
  readonly oom_score_adj?: number;
  readonly pid?: Namespace;
  readonly pids_limit?: number;
  readonly platform?: string;
  readonly privileged?: boolean;
  readonly read_only?: boolean;
  readonly runtime?: string;
  readonly security_opt?: readonly string[];
  /** bytes */
  readonly shm_size?: number;
  readonly stdin_open?: boolean;
  readonly stop_signal?: string;
  readonly storage_opt?: Readonly<Record<string, string>>;
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  readonly ulimits?: Readonly<Record<string, Ulimit>>;
  readonly userns_mode?: string;
  readonly uts?: string;
}
