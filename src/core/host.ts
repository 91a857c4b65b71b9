/** The machine and process that devstack runs in, as the outermost layer found them. */
export interface Host {
  readonly name: string;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** undefined where the platform has no numeric users */
  readonly uid: number | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly process: ProcessIdentity;
  /** Whether that process of this host still runs; false also when its pid was reused or the machine was rebooted. */
  isAlive(process: ProcessIdentity): boolean;
}

/** One process for good: a pid alone is reused. */
export interface ProcessIdentity {
  readonly pid: number;
  /** when it started, in the platform's own form; '' where it can not be had */
  readonly start: string;
  /** '' where it can not be had */
  readonly bootId: string;
}
