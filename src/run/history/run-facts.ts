import type { Event, PlannedStep } from '../../core/event.ts';
import type { InstanceId } from '../../core/unit-state.ts';

/** What a run tells that its state does not keep. */
export class RunFacts {
  readonly steps = new Map<InstanceId, PlannedStep>();
  readonly removed = new Set<InstanceId>();
  readonly stopped = new Set<InstanceId>();
  readonly exitCodes = new Map<InstanceId, number>();
  /** by index */
  readonly stages = new Map<number, { readonly durationMs?: number; readonly reason?: string }>();
  readonly warnings: string[] = [];

  /** Takes in a fact. */
  take(event: Event): void {
    switch (event.type) {
      case 'run.planned':
        for (const step of event.steps) this.steps.set(step.instance, step);
        return;
      case 'stage.finished':
      case 'stage.failed':
      case 'stage.skipped':
      case 'stage.canceled':
        this.stages.set(event.index, {
          ...('durationMs' in event && { durationMs: event.durationMs }),
          ...('reason' in event && { reason: event.reason }),
        });
        return;
      case 'unit.stopped':
        this.stopped.add(event.instance);
        if (event.exitCode !== undefined) this.exitCodes.set(event.instance, event.exitCode);
        return;
      case 'unit.removed':
        this.removed.add(event.instance);
        return;
      case 'warning':
        this.warnings.push(event.message);
        return;
      default:
        return;
    }
  }
}
