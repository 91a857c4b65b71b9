import type { Results } from './results.ts';

/** What every case is given. */
export interface Stage {
  /** a folder that goes with the benchmark */
  readonly scratch: string;
  readonly runs: number;
  /** of those that are slow, or measured to compare with */
  readonly rivalRuns: number;
  /** whether docker compose takes part */
  readonly compose: boolean;
  readonly results: Results;
  /** fires when the benchmark is to end: what a case has made is to be removed then too */
  readonly signal: AbortSignal;
}

/** Tells how far it is, beside the results. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
