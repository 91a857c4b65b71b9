import type { References } from './references.ts';

/** What tests need of a stack. */
export interface TestSettings extends References {
  /** variables of the command that tests; they may refer to outputs of jobs and to addresses */
  readonly environment: ReadonlyMap<string, string>;
  /** units that are brought up, with what they need; absent: all */
  readonly services?: readonly string[];
  /** what is done with the data between two runs over the same stack */
  readonly reset: 'none' | 'seed' | 'snapshot';
}
