import type { Event, Intent } from '../../core/event.ts';
import type { RunView } from '../../core/run-view.ts';
import type { Size } from './layout.ts';
import { LogBook } from './log-book.ts';
import { firstScreen, press, type ScreenState, withFailures } from './screen-state.ts';

/** Frames per second at most: enough to feel at once, few enough for a flood of log lines to cost little. */
export const framesPerSecond = 12;

/** What the components draw from, kept outside React: a counter tells them when to look again. */
export class Screen {
  readonly book = new LogBook();
  readonly #send: (intent: Intent) => void;
  readonly #listeners = new Set<() => void>();
  #view: RunView | undefined;
  #state: ScreenState = firstScreen;
  #version = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (intent: Intent) => void) {
    this.#send = send;
  }

  get view(): RunView | undefined {
    return this.#view;
  }

  get state(): ScreenState {
    return this.#state;
  }

  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes an event in. Many of them share one redraw. */
  event(event: Event, view: RunView): void {
    this.#view = view;
    if (event.type === 'log') this.book.note(event.instance);
    else this.#state = withFailures(this.#state, view);
    this.#timer ??= setTimeout(() => this.#redraw(), 1000 / framesPerSecond);
  }

  /** A key, by its name in the key table; drawn at once. */
  press(key: string, size: Size): void {
    if (this.#view === undefined) return;
    const step = press(this.#state, key, { view: this.#view, book: this.book, size });
    this.#state = step.state;
    if (step.intent !== undefined) this.#send(step.intent);
    this.#redraw();
  }

  /** Draws no more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #redraw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
