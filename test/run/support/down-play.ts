import type { Clock } from '../../../src/core/clock.ts';
import type { Event } from '../../../src/core/event.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { type DownOptions, down } from '../../../src/run/down.ts';
import type { Run } from '../../../src/run/session.ts';
import { type StopOptions, stop } from '../../../src/run/stop.ts';
import { systemClock } from '../../../src/run/system-clock.ts';
import { ownProcess } from '../../support/test-host.ts';

type Told = Run & { readonly events: readonly Event[] };

/** What a run that takes a stack down is given, whatever it is to do. */
function usual(engine: Engine, command: string, events: Event[], clock: Clock) {
  return {
    engine,
    clock,
    holder: { command, host: 'laptop', process: ownProcess, since: Date.now() },
    observer: (event: Event) => void events.push(event),
    project: 'play',
    hooksOf: () => undefined,
  };
}

/** Begins a `down` of a project, that of the plays unless told, with all that it told. */
export function playDown(
  engine: Engine,
  clock: Clock = systemClock,
  project = 'play',
  options: Partial<DownOptions> = {},
): Told {
  const events: Event[] = [];
  const common = { ...usual(engine, 'down', events, clock), project };
  const run = down({ ...common, removeVolumes: true, images: [], force: false, ...options });
  return { ...run, events };
}

/** Begins a `stop` of the project of the plays, with all that it told. */
export function playStop(engine: Engine, options: Partial<StopOptions> = {}): Told {
  const events: Event[] = [];
  const run = stop({ ...usual(engine, 'stop', events, systemClock), withEvents: true, ...options });
  return { ...run, events };
}
