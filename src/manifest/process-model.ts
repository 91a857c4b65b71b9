/** How a unit is run on the host. */
export interface ProcessForm {
  readonly command: readonly string[];
  /** absolute */
  readonly workingDir: string;
  /** over the unit's own */
  readonly environment: ReadonlyMap<string, string>;
  readonly stopSignal?: string;
}
