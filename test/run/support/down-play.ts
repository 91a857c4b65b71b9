import type { Clock } from '../../../src/core/clock.ts';
import type { Event } from '../../../src/core/event.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { down } from '../../../src/run/down.ts';
import type { Run } from '../../../src/run/session.ts';
import { systemClock } from '../../../src/run/system-clock.ts';
import { ownProcess } from '../../support/test-host.ts';

/** Begins a `down` of a project, that of the plays unless told, with all that it told. */
export function playDown(
  engine: Engine,
  clock: Clock = systemClock,
  project = 'play',
): Run & { readonly events: readonly Event[] } {
  const events: Event[] = [];
  const run = down({
    engine,
    clock,
    holder: { command: 'down', host: 'laptop', process: ownProcess, since: Date.now() },
    observer: (event) => void events.push(event),
    project,
    removeVolumes: true,
    images: [],
    force: false,
    hooksOf: () => undefined,
  });
  return { ...run, events };
}
