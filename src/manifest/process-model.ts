import type { References } from './references.ts';

/** How a unit is run on the host; it refers to what its own environment says. */
export interface ProcessForm extends References {
  readonly command: readonly string[];
  /** absolute */
  readonly workingDir: string;
  /** over the unit's own */
  readonly environment: ReadonlyMap<string, string>;
  readonly stopSignal?: string;
}
