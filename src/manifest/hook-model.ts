/** A command that runs when a unit starts or stops. */
export interface Hook {
  readonly command: readonly string[];
  readonly user?: string;
  readonly privileged: boolean;
  readonly workingDir?: string;
  readonly environment: ReadonlyMap<string, string>;
  /** of `pre_start`, whose commands run in a container of their own; absent: that of the unit */
  readonly image?: string;
  /** how long it may take, ms */
  readonly timeout: number;
  /** of `pre_start`: before the start of each container, not once for all of them */
  readonly perReplica: boolean;
}
