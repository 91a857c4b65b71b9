import type { Span } from '../core/source.ts';
import type { Condition } from '../core/unit-state.ts';
import type { Build } from './build-model.ts';
import type { ContainerKeys } from './container-keys.ts';
import type { FileGrant, SharedFile } from './file-model.ts';
import type { Hook } from './hook-model.ts';
import type { Network, Networking } from './network-model.ts';
import type { ProcessForm } from './process-model.ts';
import type { HealthTest, PresetName, Readiness } from './readiness-model.ts';
import type { References } from './references.ts';
import type { TestSettings } from './test-model.ts';

/** Which defaults a file gets: those of the Compose Specification, or devstack's own. */
export type Dialect = 'devstack' | 'compose';

/** A manifest after interpolation, validation and `from`: what the plan is made of. All durations in ms, sizes in bytes. */
export interface Manifest {
  readonly name: string;
  readonly dialect: Dialect;
  /** Absolute folder that relative paths count from. */
  readonly folder: string;
  /** The file it was read from, as shown to people. */
  readonly file: string;
  /** In order; empty when order is `depends_on` alone. */
  readonly stages: readonly Stage[];
  /** eager: stages are for people, and only dependencies order */
  readonly barrier: 'strict' | 'eager';
  /** the pipeline whose names of variables, and wide way of passing outputs on, it has */
  readonly parity: Parity;
  /** By name, in the order of the file, services before jobs. */
  readonly units: ReadonlyMap<string, Unit>;
  readonly volumes: ReadonlyMap<string, Volume>;
  /** By key. `default` is among them when a unit is connected to it. */
  readonly networks: ReadonlyMap<string, Network>;
  readonly secrets: ReadonlyMap<string, SharedFile>;
  readonly configs: ReadonlyMap<string, SharedFile>;
  /** what `devstack test` is to know */
  readonly test: TestSettings;
  /** Profiles that were asked for; `*` is all of them. */
  readonly profiles: readonly string[];
}

/** `project`: what the file, or its folder, calls the project, whatever it is called now. */
type Parity = { readonly kind: 'none' } | { readonly kind: 'qovery'; readonly project: string };

export interface Stage {
  readonly name: string;
  readonly description?: string;
  /** at most so many of its containers are on their way at once */
  readonly parallel?: number;
  /** how long all of it may take to be there, ms */
  readonly timeout?: number;
  readonly span: Span;
}

export interface Volume {
  readonly key: string;
  /** Name on the engine, already prefixed with the project unless it was given or is external. */
  readonly name: string;
  readonly external: boolean;
  readonly driver?: string;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** it is a folder of the host; absent: on the engine */
  readonly place?: 'host';
  readonly span: Span;
}

export interface Dependency {
  readonly unit: string;
  readonly condition: Condition;
  /** false: the unit may be missing, inactive or fail to start */
  readonly required: boolean;
  /** started anew when the other one was replaced or restarted by devstack */
  readonly restart: boolean;
  readonly span: Span;
}

/** A port of the host; a pair is a range, of which the engine picks a free one. */
export type HostPort = number | readonly [from: number, to: number];

/** A published port. `host` absent: the engine picks an ephemeral one. */
export interface Port {
  readonly container: number;
  readonly host?: HostPort;
  /** of an interface of the host; '' is all of them, IPv4 and IPv6 */
  readonly address: string;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** for people and other tools: what an engine on one machine has no use for */
  readonly name?: string;
  readonly appProtocol?: string;
  readonly span: Span;
}

export type Mount =
  | {
      readonly type: 'volume';
      readonly volume: string;
      readonly target: string;
      readonly readOnly: boolean;
      /** what the image has there is not copied into a fresh volume */
      readonly noCopy?: boolean;
      /** only this folder of the volume (API 1.45) */
      readonly subpath?: string;
      readonly span: Span;
    }
  | { readonly type: 'anonymous'; readonly target: string; readonly readOnly: boolean; readonly span: Span }
  /** `source` is absolute; `create` makes it where it is missing, as Compose's short form does */
  | {
      readonly type: 'bind';
      readonly source: string;
      readonly target: string;
      readonly readOnly: boolean;
      readonly create: boolean;
      readonly propagation?: string;
      readonly selinux?: 'z' | 'Z';
      readonly recursive?: 'enabled' | 'disabled' | 'writable' | 'readonly';
      readonly consistency?: string;
      readonly span: Span;
    }
  | {
      readonly type: 'tmpfs';
      readonly target: string;
      readonly size?: number;
      readonly mode?: number;
      /** further options as mount(8) has them, such as `noexec` or `uid=1000` */
      readonly options?: readonly string[];
      readonly span: Span;
    };

export interface Healthcheck {
  /** absent: that of the image, with these timings */
  readonly test?: HealthTest;
  readonly disabled: boolean;
  readonly interval?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly startPeriod?: number;
  readonly startInterval?: number;
}

export type Restart =
  | { readonly policy: 'no' }
  | { readonly policy: 'always' }
  | { readonly policy: 'unless-stopped' }
  | { readonly policy: 'on-failure'; readonly maxRetries?: number };

/** When an image is fetched or built though the engine has one under its name (Compose Specification, `pull_policy`). */
export type PullPolicy =
  | { readonly kind: 'always' | 'never' | 'missing' | 'build' }
  /** when the present one is older, ms */
  | { readonly kind: 'refresh'; readonly everyMs: number };

/** What services and jobs have in common. */
export interface UnitBase extends References {
  readonly name: string;
  readonly title?: string;
  readonly stage?: string;
  /** the reference that its containers are made from; of a build without one `<project>-<name>`; '' of what runs on the host only */
  readonly image: string;
  readonly build?: Build;
  readonly process?: ProcessForm;
  /** it is to run as a process of the host; absent: in a container */
  readonly place?: 'host';
  readonly pullPolicy: PullPolicy;
  /** Active only when one of these was asked for; none: always. */
  readonly profiles: readonly string[];
  /** left out of `up` unless it is named; still removed by `down` */
  readonly skip: boolean;
  /** false: `up` does not follow its log */
  readonly attach?: boolean;
  /** number of containers of it; 0 is none */
  readonly replicas: number;
  /** instead of `<project>-<name>-<index>` */
  readonly containerName?: string;
  readonly networking: Networking;
  /** `links`: other units and the names under which this one reaches them */
  readonly links: readonly { readonly unit: string; readonly alias: string }[];
  /** `external_links`: containers that are not of this manifest */
  readonly externalLinks: readonly { readonly container: string; readonly alias: string }[];
  readonly volumesFrom: readonly {
    readonly from: { readonly kind: 'unit' | 'container'; readonly name: string };
    readonly readOnly: boolean;
  }[];
  readonly files: readonly FileGrant[];
  readonly hooks: {
    readonly preStart: readonly Hook[];
    readonly postStart: readonly Hook[];
    readonly preStop: readonly Hook[];
  };
  /** What the engine takes as it is. */
  readonly container: ContainerKeys;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** Merged: top level, then `from`, then the unit's own. */
  readonly environment: ReadonlyMap<string, string>;
  /** variables that it is not to have, though its image may */
  readonly unset: readonly string[];
  /** `aliases: {NEW: OLD}`; OLD is an environment variable of the unit or an output that reaches it. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly ports: readonly Port[];
  readonly mounts: readonly Mount[];
  readonly workingDir?: string;
  readonly user?: string;
  /** absent: as the engine is set up */
  readonly init?: boolean;
  readonly dependsOn: readonly Dependency[];
  readonly stopGracePeriod: number;
  /** The unit's key in the file. */
  readonly span: Span;
}

/** A unit that stays. */
export interface Service extends UnitBase {
  readonly kind: 'service';
  /** the well-known server that it is, in each of its forms: so its `ready` says, or its image */
  readonly server?: PresetName;
  readonly healthcheck?: Healthcheck;
  readonly readiness: Readiness;
  readonly restart: Restart;
}

export interface Output {
  readonly name: string;
  readonly sensitive: boolean;
  readonly required: boolean;
  readonly span: Span;
}

/** Pauses between attempts: the first, what each next one is multiplied by, and the longest; times in ms. */
export interface Backoff {
  readonly initial: number;
  readonly factor: number;
  readonly max: number;
}

/** The files of changes that a job makes to the data that it works on, and what undoes them. */
export interface Migrations {
  /** absolute globs; the names of the files that they mean are their order */
  readonly files: readonly string[];
  /** what happens when the data is ahead of the files */
  readonly onRollback:
    | { readonly kind: 'fail' }
    | { readonly kind: 'restore' }
    | { readonly kind: 'down'; readonly command: readonly string[] };
  /** of its globs */
  readonly span: Span;
}

/** What runs at an event of a job's life other than its start. */
export interface LifecycleEvent {
  /** absent: that of the image */
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** over all attempts, ms */
  readonly timeout: number;
  /** further attempts after one that ended with another code than 0 */
  readonly retries: number;
  /** its failure is told, and nothing comes of it */
  readonly allowFailure: boolean;
}

/** A unit that does its work and ends. */
export interface Job extends UnitBase {
  readonly kind: 'job';
  /** over all attempts; absent: no limit */
  readonly timeout?: number;
  readonly outputs: readonly Output[];
  /** absolute globs of files whose content counts for its fingerprint */
  readonly inputs: readonly string[];
  /** when it runs: something about it changed, it has not completed for the data that is there, or every time */
  readonly run: 'changed' | 'once' | 'always';
  /** further attempts after one that ended with another code than 0 */
  readonly retries: number;
  readonly backoff: Backoff;
  /** its failure is told, and nothing else fails with it */
  readonly allowFailure: boolean;
  /** what runs when the stack is stopped, and when it is removed with its data; its start is the job itself */
  readonly lifecycle: { readonly stop?: LifecycleEvent; readonly delete?: LifecycleEvent };
  /** a cron line: it is run by name only, never with the stack */
  readonly schedule?: string;
  /** services whose data its memory is tied to; absent: those that it depends on, and its own volumes */
  readonly state?: readonly string[];
  readonly migrations?: Migrations;
}

/** What a stack is made of. */
export type Unit = Service | Job;
