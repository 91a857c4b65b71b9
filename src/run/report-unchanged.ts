import type { Plan } from '../plan/plan.ts';
import type { Assessment } from './assess.ts';
import { recordOf, replayedOutputs } from './jobs/job-memory.ts';
import type { Look } from './look.ts';
import { tellPublished } from './ports/tell-published.ts';
import type { Session } from './session.ts';

/** Tells that everything is as wanted, from the look alone: nothing on the engine is asked or changed. */
export function reportUnchanged(session: Session, plan: Plan, look: Look, assessment: Assessment): void {
  for (const planned of plan.units.values()) {
    for (const instance of planned.instances) {
      const container = assessment.byInstance.get(instance)?.container;
      if (planned.kind === 'job') {
        const { done } = recordOf(look.documents, planned.name);
        // One before the stage that the run begins with need not have completed, where it may fail.
        const outputs = done === undefined ? [] : [...replayedOutputs(done).keys()];
        session.emit({ type: 'unit.completed', instance, by: 'replay', durationMs: done?.durationMs ?? 0, outputs });
      } else if (container !== undefined && 'startedAt' in container.status) {
        session.emit({ type: 'unit.started', instance, container: container.handle, adopted: true });
        tellPublished(session, instance, planned.unit, container);
        session.emit({ type: 'unit.ready', instance, by: { kind: 'kept' }, startedAt: container.status.startedAt });
      }
    }
  }
}
