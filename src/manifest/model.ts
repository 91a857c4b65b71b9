import type { Span } from '../core/source.ts';
import type { Condition } from '../core/unit-state.ts';

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
  /** By name, in the order of the file, services before jobs. */
  readonly units: ReadonlyMap<string, Unit>;
  readonly volumes: ReadonlyMap<string, Volume>;
}

export interface Stage {
  readonly name: string;
  readonly description?: string;
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
  readonly span: Span;
}

export interface Dependency {
  readonly unit: string;
  readonly condition: Condition;
  readonly span: Span;
}

/** A published port. `host` absent: the engine picks an ephemeral one. */
export interface Port {
  readonly container: number;
  readonly host?: number;
  readonly address: string;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly span: Span;
}

export type Mount =
  | {
      readonly type: 'volume';
      readonly volume: string;
      readonly target: string;
      readonly readOnly: boolean;
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
      readonly span: Span;
    }
  | {
      readonly type: 'tmpfs';
      readonly target: string;
      readonly size?: number;
      readonly mode?: number;
      readonly span: Span;
    };

/** A command that decides about health: `shell` runs through `/bin/sh -c` in the container. */
export type HealthTest =
  | { readonly kind: 'exec'; readonly argv: readonly string[] }
  | { readonly kind: 'shell'; readonly script: string };

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

/** What is asked to find out whether a service is ready. */
export type Probe =
  | {
      readonly kind: 'http';
      readonly port: number;
      readonly path: string;
      readonly scheme: 'http' | 'https';
      /** inclusive ranges of status codes */
      readonly status: readonly (readonly [number, number])[];
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'tcp'; readonly port: number }
  | { readonly kind: 'exec'; readonly test: HealthTest }
  | { readonly kind: 'log'; readonly pattern: string }
  /** nothing to ask: running is ready */
  | { readonly kind: 'running' };

export interface Readiness {
  readonly probe: Probe;
  /** where the probe comes from, for `plan` */
  readonly origin: 'ready' | 'healthcheck' | 'none';
  readonly initialDelay: number;
  /** of one probe */
  readonly timeout: number;
  readonly successThreshold: number;
  /** fixed cadence; absent: 50 ms for 3 s, then ×1.5 up to 1 s */
  readonly period?: number;
  /** of all probes together */
  readonly within: number;
}

export type Restart =
  | { readonly policy: 'no' }
  | { readonly policy: 'always' }
  | { readonly policy: 'unless-stopped' }
  | { readonly policy: 'on-failure'; readonly maxRetries?: number };

interface UnitBase {
  readonly name: string;
  readonly title?: string;
  readonly stage?: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** Merged: top level, then `from`, then the unit's own. */
  readonly environment: ReadonlyMap<string, string>;
  /** `aliases: {NEW: OLD}`; OLD is an environment variable of the unit or an output that reaches it. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly ports: readonly Port[];
  readonly mounts: readonly Mount[];
  readonly workingDir?: string;
  readonly user?: string;
  readonly init: boolean;
  readonly dependsOn: readonly Dependency[];
  readonly stopGracePeriod: number;
  /** The unit's key in the file. */
  readonly span: Span;
}

export interface Service extends UnitBase {
  readonly kind: 'service';
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

export interface Job extends UnitBase {
  readonly kind: 'job';
  /** over all attempts; absent: no limit */
  readonly timeout?: number;
  readonly outputs: readonly Output[];
  /** absolute globs of files whose content counts for its fingerprint */
  readonly inputs: readonly string[];
  readonly run: 'changed' | 'always';
}

export type Unit = Service | Job;
