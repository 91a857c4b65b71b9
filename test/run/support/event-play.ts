import type { Event } from '../../../src/core/event.ts';
import { unitOf } from '../../../src/core/unit-state.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { DownOptions } from '../../../src/run/down.ts';
import type { UpOptions } from '../../../src/run/up.ts';
import { playDown, playStop } from './down-play.ts';
import { planOf, playToEnd } from './stage-play.ts';

/** What events tell of the end of a stack, in short: what began, what ended, and what its jobs wrote. */
export function toldOf(events: readonly Event[]): readonly string[] {
  return events.flatMap((event): string[] => {
    switch (event.type) {
      case 'unit.ready':
      case 'unit.stopped':
      case 'unit.removed':
        return [`${unitOf(event.instance)} ${event.type.slice('unit.'.length)}`];
      case 'unit.event-started':
        return [`${unitOf(event.instance)} ${event.event}${event.adopted ? ', found' : ''}`];
      case 'unit.event-completed':
        return [`${unitOf(event.instance)} ${event.event} done${event.tolerated ? ', tolerated' : ''}`];
      case 'unit.event-failed':
        return [`${unitOf(event.instance)} ${event.event} failed: ${event.failure.message}`];
      case 'log':
        return [event.line];
      case 'volume.removed':
        return [`volume ${event.name} removed`];
      default:
        return [];
    }
  });
}

async function ended(told: ReturnType<typeof playDown>) {
  const outcome = await told.done;
  return { told: toldOf(told.events), events: told.events, complete: outcome.kind === 'stopped' && outcome.complete };
}

/** Brings a stack up. */
export const upOf = async (engine: Engine, text: string, options: Partial<UpOptions> = {}) =>
  await playToEnd(engine, await planOf(text), options);

/** Takes the stack down, without its manifest; its data goes where that is asked for. */
export const downOf = (engine: Engine, options: Partial<DownOptions> = {}) =>
  ended(playDown(engine, options.clock, 'play', { removeVolumes: false, ...options }));

/** Takes the stack down with its data, without its manifest. */
export const downWithData = (engine: Engine, options: Partial<DownOptions> = {}) =>
  downOf(engine, { removeVolumes: true, ...options });

/** Stops the stack, without its manifest. */
export const stopOf = (engine: Engine) => ended(playStop(engine));
