import type { Project } from '../cli/stack.ts';
import type { Event } from '../core/event.ts';
import type { Host } from '../core/host.ts';
import type { MixedEngine } from '../engine/mixed-engine.ts';
import type { Manifest } from '../manifest/model.ts';
import type { Plan } from '../plan/plan.ts';
import type { Selection } from '../plan/select-units.ts';
import type { Reset } from '../run/reset/ready-again.ts';

/** What everything that is done to a stack stands on. */
export interface Footing {
  readonly engine: MixedEngine;
  readonly host: Host;
  readonly project: Project & { readonly manifest: Manifest };
  /** what was brought up */
  readonly plan: Plan;
  /** Plans other units of the same stack. Throws `unknown-unit`. */
  planOf(selection: Selection): Plan;
  /** what is done to the data between two uses */
  readonly reset: Reset;
  readonly onEvent: (event: Event) => void;
}
