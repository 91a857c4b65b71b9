import type { Clock } from '../../core/clock.ts';
import { formatDuration } from '../../core/duration.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Probe } from '../../manifest/readiness-model.ts';
import type { ContainerStatus } from '../../plan/observed.ts';
import { type Answer, type Ask, isReady, notReady } from './ask.ts';
import { inTime } from './in-time.ts';

type HealthProbe = Extract<Probe, { kind: 'health' }>;

/** Ready when the engine's own tests of the container have passed. It runs them as often as the healthcheck says. */
export function healthProbe(engine: Engine, handle: string, { without }: HealthProbe, clock: Clock): Ask {
  return async ({ timeout }, signal) => {
    try {
      const container = await inTime(engine.inspect(handle, signal), timeout, clock, signal);
      if (container === 'late') return notReady(`the engine does not answer within ${formatDuration(timeout)}`);
      return answerFor(container?.status, without);
    } catch (error) {
      signal.throwIfAborted();
      return notReady(error instanceof Error ? error.message : String(error));
    }
  };
}

function answerFor(status: ContainerStatus | undefined, without: HealthProbe['without']): Answer {
  if (status?.kind !== 'running') return notReady(status === undefined ? 'it is gone' : `it is ${status.kind}`);
  switch (status.health) {
    case 'healthy':
      return isReady;
    case 'none':
      return without === 'ready' ? isReady : notReady('neither it nor its image has a healthcheck');
    case 'starting':
    case 'unhealthy':
      return notReady(
        `its healthcheck says ${status.health}${status.lastTest === undefined ? '' : `, ${status.lastTest}`}`,
      );
    default:
      return status.health satisfies never;
  }
}
