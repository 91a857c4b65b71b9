import type { Event } from '../../core/event.ts';
import type { RunView } from '../../core/run-view.ts';
import { RunFacts } from '../../run/history/run-facts.ts';
import { jsonFace } from '../lines/json.ts';

/** Keeps what a run tells, for what is written about it afterwards. */
export class RunNotes {
  readonly facts = new RunFacts();
  /** as NDJSON, a line each; the lines of units are not among them: they have files of their own, and there is no end of them */
  readonly events: string[] = [];
  readonly #face = jsonFace({ write: (text) => this.events.push(text) });

  /** Takes in a fact. */
  take(event: Event, view: RunView): void {
    this.facts.take(event);
    if (event.type !== 'log') this.#face.event(event, view);
  }
}
