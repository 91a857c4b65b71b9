import type { Event } from '../../core/event.ts';
import type { RunView } from '../../core/run-view.ts';
import { stateOf } from '../select/unit-text.ts';

const quietProbingMs = 2000;
const probeRepeatMs = 10_000;
const pullRepeatMs = 5000;

interface Said {
  readonly at: number;
  readonly text: string;
}

/** Decides which of the events that come again and again say something new, so that a log stays readable. */
export class Pace {
  readonly #probes = new Map<string, Said>();
  readonly #holds = new Map<string, string>();
  readonly #pulls = new Map<string, number>();

  /** Whether this event is worth a line. */
  isNews(event: Event, view: RunView): boolean {
    switch (event.type) {
      case 'unit.probe':
        return this.#isNewAnswer(event, view);
      case 'unit.held':
        return this.#isNewHold(event);
      case 'image.progress':
        return this.#isPullDue(event);
      default:
        return true;
    }
  }

  #isNewAnswer(event: Extract<Event, { type: 'unit.probe' }>, view: RunView): boolean {
    const state = stateOf(view, event.instance);
    if (state.phase !== 'probing' || event.at - state.since < quietProbingMs) return false;
    const said = this.#probes.get(event.instance);
    if (said !== undefined && said.text === event.error && event.at - said.at < probeRepeatMs) return false;
    this.#probes.set(event.instance, { at: event.at, text: event.error });
    return true;
  }

  #isNewHold(event: Extract<Event, { type: 'unit.held' }>): boolean {
    const holds = JSON.stringify(event.holds);
    if (this.#holds.get(event.instance) === holds) return false;
    this.#holds.set(event.instance, holds);
    return true;
  }

  /** The first answer of a registry says nothing yet, so the first line comes after a while. */
  #isPullDue(event: Extract<Event, { type: 'image.progress' }>): boolean {
    const saidAt = this.#pulls.get(event.image);
    if (saidAt !== undefined && event.at - saidAt < pullRepeatMs) return false;
    this.#pulls.set(event.image, event.at);
    return saidAt !== undefined;
  }
}
