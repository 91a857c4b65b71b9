/** A command that decides about health: `shell` runs through `/bin/sh -c` in the container. */
export type HealthTest =
  | { readonly kind: 'exec'; readonly argv: readonly string[] }
  | { readonly kind: 'shell'; readonly script: string };

/** One thing that is asked to find out whether a service is ready. `asWritten`: its text for people, without the values of variables. */
export type Probe =
  | {
      readonly kind: 'http';
      readonly port: number;
      readonly path: string;
      readonly scheme: 'http' | 'https';
      /** inclusive ranges of status codes */
      readonly status: readonly (readonly [number, number])[];
      readonly headers: Readonly<Record<string, string>>;
      readonly asWritten?: string;
    }
  | { readonly kind: 'tcp'; readonly port: number }
  /** the standard health check of gRPC, without TLS; `service` is '' for the server as a whole */
  | { readonly kind: 'grpc'; readonly port: number; readonly service: string; readonly asWritten?: string }
  | { readonly kind: 'exec'; readonly test: HealthTest; readonly asWritten?: string }
  | { readonly kind: 'log'; readonly pattern: string; readonly asWritten?: string }
  /** absolute, in the container */
  | { readonly kind: 'file'; readonly path: string; readonly asWritten?: string }
  /** what the engine makes of the container's own healthcheck, such as that of its image; `without` one it is this */
  | { readonly kind: 'health'; readonly without: 'ready' | 'waits' };

/** When and how often something is asked; ms. */
export interface Pace {
  readonly initialDelay: number;
  /** of one probe */
  readonly timeout: number;
  /** The timeout is nobody's wish: a command that ends after it counts all the same. Some tools take that long to start. */
  readonly lateCounts?: true;
  /** good answers in a row that it takes */
  readonly successThreshold: number;
  /** fixed cadence; absent: 50 ms for 3 s, then ×1.5 up to 1 s, seldomer where many wait long */
  readonly period?: number;
}

/** A probe at its own pace. */
export interface Check extends Pace {
  readonly probe: Probe;
}

/** How a service tells that it is ready. */
export interface Readiness {
  /** each has to pass once; none: it only has to run */
  readonly checks: readonly Check[];
  readonly origin: Origin;
  /** for all checks together, ms */
  readonly within: number;
}

/** Well-known databases and brokers whose checks devstack knows by itself. */
export const presetNames = [
  'postgres',
  'mysql',
  'mariadb',
  'redis',
  'valkey',
  'mongodb',
  'rabbitmq',
  'nats',
  'kafka',
  'elasticsearch',
  'opensearch',
  'minio',
] as const;

/** The name of a well-known server. */
export type PresetName = (typeof presetNames)[number];

/** Where the checks come from, for `plan`. */
export type Origin =
  | { readonly kind: 'ready' | 'healthcheck' | 'none' }
  /** chosen by the image's name */
  | { readonly kind: 'preset'; readonly preset: PresetName };
