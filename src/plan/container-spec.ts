import type { Healthcheck, Mount, Port, Restart } from '../manifest/model.ts';

/** A mount as the engine gets it: volumes by their name on the engine. */
export type MountSpec =
  | Exclude<Mount, { type: 'volume' }>
  | { readonly type: 'volume'; readonly name: string; readonly target: string; readonly readOnly: boolean };

/** A container as wanted, in terms of no engine in particular. Durations in ms, sizes in bytes. */
export interface ContainerSpec {
  readonly name: string;
  readonly project: string;
  readonly unit: string;
  readonly index: number;
  readonly kind: 'service' | 'job';
  readonly stage: string;
  /** place of the stage, from 0, so that a teardown knows the order without a manifest */
  readonly stageIndex?: number;
  readonly image: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** complete, with the outputs of jobs */
  readonly environment: ReadonlyMap<string, string>;
  readonly mounts: readonly MountSpec[];
  readonly ports: readonly Omit<Port, 'span'>[];
  /** container ports that a probe needs and that the host does not reach: published on an ephemeral loopback port too */
  readonly probePorts: readonly number[];
  readonly network: string;
  readonly aliases: readonly string[];
  readonly workingDir?: string;
  readonly user?: string;
  readonly init: boolean;
  readonly healthcheck?: Healthcheck;
  readonly restart: Restart;
  readonly stopGracePeriod: number;
  /** folders that are made in the container before its start, mode 0777: where a job writes its outputs */
  readonly folders: readonly string[];
  /** names of the units that it needs, so that a teardown knows the order without a manifest */
  readonly needs: readonly string[];
}
