import type { PlannedStep } from '../core/event.ts';
import type { ObservedContainer } from './observed.ts';

/** What is to be done with one instance, and what it is done to. */
export interface Action extends PlannedStep {
  /** what is there now; absent where nothing is */
  readonly container?: ObservedContainer;
  /** jobs whose outputs, and services whose addresses, are not known yet and may turn `keep` or `start` into `recreate`; empty when it is settled */
  readonly pendingOn: readonly string[];
}
