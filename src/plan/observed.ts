import type { InstanceId } from '../core/unit-state.ts';

/** A container's start, that it runs since. Times in ms since the epoch. */
export interface Start {
  readonly startedAt: number;
  /** when its start before this one ended; absent where this is the first */
  readonly endedAt?: number;
  /** another one with every start, which the engine's lists tell as well; absent where they do not tell enough */
  readonly mark?: string;
}

/** The start alone, without what the container does since. */
export const startOf = ({ startedAt, endedAt, mark }: Start): Start => ({
  startedAt,
  ...(endedAt !== undefined && { endedAt }),
  ...(mark !== undefined && { mark }),
});

/** What a container of the project does at the time of the look. Times in ms since the epoch. */
export type ContainerStatus =
  | { readonly kind: 'created' }
  | (Start & {
      readonly kind: 'running';
      readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
      /** what its latest test said, such as `exit 1: no such file`; absent where there was none, or it passed */
      readonly lastTest?: string;
    })
  | { readonly kind: 'paused'; readonly startedAt: number }
  | { readonly kind: 'restarting'; readonly exitCode: number }
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly oomKilled: boolean;
      readonly startedAt: number;
      readonly finishedAt: number;
    }
  | { readonly kind: 'dead' };

/** One container that carries the project's labels. */
export interface ObservedContainer {
  /** opaque outside the engine */
  readonly handle: string;
  readonly name: string;
  readonly instance: InstanceId;
  readonly unit: string;
  readonly kind: 'service' | 'job';
  readonly stage: string;
  /** place of the stage when it was created, from 0; absent where that is not known */
  readonly stageIndex?: number;
  readonly needs: readonly string[];
  /** aspects of its configuration with their keyed hashes, as put on it at create */
  readonly config: Readonly<Record<string, string>>;
  readonly image: string;
  readonly imageId: string;
  readonly status: ContainerStatus;
  /** names or ids of the volumes that are mounted, by target */
  readonly mounts: readonly {
    readonly target: string;
    readonly type: 'volume' | 'bind' | 'tmpfs';
    readonly source: string;
  }[];
  readonly ports: readonly {
    readonly container: number;
    readonly host: number;
    readonly address: string;
    readonly protocol: string;
  }[];
  /** ports of a process under which containers of this machine reach it, where it has any */
  readonly forContainers?: readonly { readonly container: number; readonly host: number }[];
  /** its own address on each network, by the network's name, while it runs */
  readonly addresses: ReadonlyMap<string, string>;
  /** ids of the networks that it is on, by name; '' where the engine resolves the name at the start; absent for processes */
  readonly networks?: ReadonlyMap<string, string>;
}

/** A volume as one look shows it. */
export interface ObservedVolume {
  readonly name: string;
  /** random, from the label put on when devstack created it; else name and creation time */
  readonly identity: string;
  /** made by this project's devstack, by label */
  readonly owned: boolean;
}

/** A network as one look shows it. */
export interface ObservedNetwork {
  readonly name: string;
  readonly id: string;
  readonly owned: boolean;
  /** its definition as it was when devstack made it, see `networkDefinition`; absent for those of others */
  readonly definition?: string;
  /** addresses of its gateways */
  readonly gateways: readonly string[];
}

/** One look at everything on the engine that belongs to a project. */
export interface Observed {
  readonly containers: readonly ObservedContainer[];
  /** containers made beside the units, by `run` and for hooks */
  readonly oneOffs: readonly { readonly handle: string; readonly name: string; readonly running: boolean }[];
  readonly volumes: readonly ObservedVolume[];
  readonly networks: readonly ObservedNetwork[];
  /** names of containers of a Compose stack with the same project name that devstack did not make */
  readonly foreign: readonly string[];
}
