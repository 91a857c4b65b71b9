import type { ContainerKeys } from '../manifest/container-keys.ts';
import type { Healthcheck, Mount, Port, Restart } from '../manifest/model.ts';
import type { Attachment } from '../manifest/network-model.ts';

type WithoutSpan<Value> = Value extends unknown ? Omit<Value, 'span'> : never;

type VolumeMount = Extract<Mount, { type: 'volume' }>;
type AnonymousMount = Extract<Mount, { type: 'anonymous' }>;

/** A mount as the engine gets it: volumes by their name on the engine. */
export type MountSpec =
  | WithoutSpan<Exclude<Mount, VolumeMount | AnonymousMount>>
  /** `noCopy`: what the image has there is hidden */
  | (WithoutSpan<AnonymousMount> & { readonly noCopy?: true })
  | (Omit<VolumeMount, 'volume' | 'span'> & {
      /** on the engine */
      readonly name: string;
      /** the engine gave it its name, and another container had it before: it goes when its container goes with its volumes */
      readonly inherited?: boolean;
    });

/** How a container stands on one network: its name on the engine, and all names that it has there. */
export type AttachmentSpec = Attachment;

/** What a container is connected to, in terms of the engine. */
export type NetworkSpec =
  /** it is created on the first and connected to the others before its start */
  | { readonly kind: 'networks'; readonly attachments: readonly AttachmentSpec[] }
  | { readonly kind: 'mode'; readonly mode: string }
  /** shares that of another container, by name */
  | { readonly kind: 'container'; readonly container: string };

/** A file that stands in the container before its start. */
export interface FileSpec {
  /** absolute path in the container */
  readonly target: string;
  /** a file of the host that is mounted read-only, or what is written into the container */
  readonly source:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'content'; readonly content: string | Uint8Array }
    | { readonly kind: 'external'; readonly of: 'secret' | 'config'; readonly name: string };
  readonly uid?: number;
  readonly gid?: number;
  /** permission bits */
  readonly mode?: number;
}

/** Keys in which another unit's namespace is named by its container instead. */
export type ContainerKeysSpec = Omit<ContainerKeys, 'ipc' | 'pid'> & {
  readonly ipc?: string;
  readonly pid?: string;
};

/** A container as wanted, in terms of no engine in particular. Durations in ms, sizes in bytes. */
export interface ContainerSpec {
  readonly name: string;
  readonly project: string;
  readonly unit: string;
  readonly index: number;
  /** made by `run` or by a hook beside the unit's own instances: told apart from them by label */
  readonly oneOff: boolean;
  readonly kind: 'service' | 'job';
  /** a process of the host instead */
  readonly place?: 'host';
  readonly stage: string;
  /** place of the stage, from 0, so that a teardown knows the order without a manifest */
  readonly stageIndex?: number;
  readonly image: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** complete, with the outputs of jobs */
  readonly environment: ReadonlyMap<string, string>;
  /** variables of the image that it is not to have */
  readonly unset: readonly string[];
  readonly mounts: readonly MountSpec[];
  readonly ports: readonly Omit<Port, 'span'>[];
  /** container ports that a probe needs and that the host does not reach: published on an ephemeral loopback port too */
  readonly probePorts: readonly number[];
  /** container ports that processes of the host are given: published on loopback; `host` absent: an ephemeral one */
  readonly portsForHost: readonly { readonly container: number; readonly host?: number }[];
  /** ports of a process that containers are given: they reach it also where it listens on loopback alone */
  readonly portsForContainers: readonly number[];
  /** address of the host under which containers reach it, where such ports are opened */
  readonly gateway?: string;
  readonly network: NetworkSpec;
  /** `container:alias`, on the networks that both are on */
  readonly links: readonly string[];
  /** `container` or `container:ro` */
  readonly volumesFrom: readonly string[];
  readonly files: readonly FileSpec[];
  readonly container: ContainerKeysSpec;
  readonly workingDir?: string;
  readonly user?: string;
  readonly init?: boolean;
  readonly healthcheck?: Healthcheck;
  /** it is ready by what the engine makes of its healthcheck */
  readonly isHealthAwaited?: true;
  readonly restart: Restart;
  readonly stopGracePeriod: number;
  /** folders that are made in the container before its start, mode 0777: where a job writes its outputs */
  readonly folders: readonly string[];
  /** names of the units that it needs, so that a teardown knows the order without a manifest */
  readonly needs: readonly string[];
}
