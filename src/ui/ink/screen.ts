import type { Event } from '../../core/event.ts';
import type { RunView } from '../../core/run-view.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import { LogBook } from '../logs/log-book.ts';
import { LogFinder } from '../logs/log-finder.ts';
import { LogQuery, type LogScope } from '../logs/log-query.ts';
import type { ReadPast } from '../logs/past-lines.ts';
import { overlayLines } from '../screen/draw.ts';
import { rowHeights } from '../screen/draw-logs.ts';
import { meteredInstances, treeWidthFor } from '../screen/draw-tree.ts';
import type { Effect } from '../screen/effect.ts';
import type { Frame } from '../screen/frame.ts';
import { layoutOf, type Size } from '../screen/layout.ts';
import { press, type Step } from '../screen/press.ts';
import { insert, withPrompt } from '../screen/prompt.ts';
import { firstState, type KeyContext, type ScreenState, withFailures } from '../screen/state.ts';
import { chosenInstances, namesWidth } from '../screen/tree.ts';
import { Meter, type Reading } from '../select/meter.ts';
import { isBusy } from '../select/progress.ts';
import type { Theme } from '../theme.ts';

/** Redraws per second at most for what happens by itself: enough to feel at once, few enough for a flood to cost little. */
const framesPerSecond = 12;

/** So long after a key, or news of a unit, what waits is drawn as lively as what has just begun, ms. */
const livelyMs = 5000;

/** What happens again and again while something waits, and is seen early enough with the next frame. */
const minor: ReadonlySet<Event['type']> = new Set(['unit.probe', 'unit.held']);

/** Longest that it takes to be seen where nothing else is drawn, ms: longer than a calm screen takes to its next frame. */
const minorMs = 1500;

/** How long a notice is there, ms. */
const noticeMs = 6000;

/** Longest that lines are looked through at a stretch, ms: keys wait for it. */
const scanMs = 8;

/** What a screen is made with. */
export interface ScreenOptions {
  /** Does what a key asks of others. */
  readonly perform: (effect: Effect, screen: Screen) => void;
  /** Reads lines that are not kept here any more. */
  readonly readPast: ReadPast;
  readonly theme: Theme;
  /** ms since the epoch */
  readonly now: () => number;
}

/** What the components draw from, kept outside React: a counter tells them when to look again. */
export class Screen {
  readonly book = new LogBook();
  readonly #meter = new Meter();
  readonly #finder: LogFinder;
  readonly #options: ScreenOptions;
  readonly #listeners = new Set<() => void>();
  /** when a key was pressed last, by the clock of `performance` */
  keyAt = performance.now();
  /** when a key was pressed or a unit came further, ms since the epoch */
  #stirredAt = 0;
  /** of the last frame */
  #size: Size | undefined;
  #view: RunView | undefined;
  #state: ScreenState = firstState;
  #version = 0;
  #scanning = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  #minorTimer: NodeJS.Timeout | undefined;
  #noticeTimer: NodeJS.Timeout | undefined;
  #noticed: ScreenState['notice'];

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#finder = new LogFinder(options.readPast, () => this.#redrawSoon(1000 / framesPerSecond));
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

  /** Whether nothing has come further for a while: a wait of hours need not cost a laptop its battery. */
  isCalm(): boolean {
    return this.#options.now() - this.#stirredAt > livelyMs;
  }

  /** Takes an event in. Many of them share one redraw. */
  event(event: Event, view: RunView): void {
    this.#view = view;
    if (event.type !== 'log' && !minor.has(event.type)) this.#stirredAt = this.#options.now();
    if (event.type === 'log') this.book.note(event.instance, event.at);
    else this.#state = withFailures(this.#state, view);
    if (event.type === 'unit.completed' && event.outputs.length > 0) this.#finder.forget();
    if (event.type === 'warning') this.#state = { ...this.#state, notice: { tone: 'warn', text: event.message } };
    if (minor.has(event.type) && this.isCalm()) this.#minorTimer ??= setTimeout(() => this.#redraw(), minorMs);
    else this.#redrawSoon(1000 / framesPerSecond);
  }

  /** A key, by its name in the key table; drawn at once. */
  press(key: string, size: Size): void {
    this.keyAt = performance.now();
    this.#stirredAt = this.#options.now();
    const context = this.#context(size);
    if (context !== undefined) this.#take(press(this.#state, key, context));
  }

  /** Text that was pasted: it goes where something is being typed, and is no row of keys anywhere else. */
  paste(text: string): void {
    const { prompt } = this.#state;
    if (prompt !== undefined) this.update((state) => withPrompt(state, insert(prompt, text)));
  }

  /** Those whose use is shown now: of the rows that are seen, once nothing starts or stops any more. */
  meteredInstances(): readonly InstanceId[] {
    const view = this.#view;
    if (view === undefined || this.#size === undefined || isBusy(view)) return [];
    return meteredInstances(this.#frameOf(this.#state, view, this.#size, 0));
  }

  /** Takes in what units use; draws only where that changes what is shown. */
  takeUsage(readings: ReadonlyMap<InstanceId, Reading>): void {
    if (this.#meter.take(readings)) this.#redrawSoon(0);
  }

  /** Changes what is seen because of something else than a key. */
  update(change: (state: ScreenState) => ScreenState): void {
    this.#state = change(this.#state);
    this.#redraw();
  }

  /** Everything that one frame is drawn from; undefined before the first event. */
  frame(size: Size, tick: number): Frame | undefined {
    const view = this.#view;
    if (view === undefined) return undefined;
    this.#size = size;
    this.#dropMinor();
    return this.#frameOf(this.#state, view, size, tick);
  }

  /** Draws no more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#dropMinor();
    clearTimeout(this.#noticeTimer);
    this.#finder.forget();
    this.#listeners.clear();
  }

  #take({ state, effects }: Step): void {
    this.#state = state;
    for (const effect of effects) this.#options.perform(effect, this);
    this.#redraw();
  }

  #frameOf(state: ScreenState, view: RunView, size: Size, tick: number): Frame {
    const { theme, now } = this.#options;
    return {
      view,
      state,
      book: this.book,
      logs: this.#query(state, view),
      found: state.search === undefined ? undefined : this.#query(state, view, 'found'),
      scanning: this.#scanning || this.#finder.isReading,
      meter: this.#meter,
      layout: layoutOf(size, state, treeWidthFor(namesWidth(view))),
      theme,
      now: now(),
      tick,
    };
  }

  #query(state: ScreenState, view: RunView, found?: 'found'): LogQuery {
    const filter = this.#finder.filterOf(state.filter);
    const search = this.#finder.foundOf(state.filter, state.search);
    const only = found === undefined ? filter : search;
    // Without a filter, what is found stands alone among lines that are not kept any more.
    const past = found === undefined ? (filter ?? search) : search;
    const chosen = state.logs === 'all' ? this.book.instances() : chosenInstances(state, view);
    const scope: LogScope = { instances: chosen, only: only?.index, past: past?.past, cleared: state.cleared };
    return new LogQuery(view, this.book, scope);
  }

  #context(size: Size): KeyContext | undefined {
    const view = this.#view;
    if (view === undefined) return undefined;
    return {
      view,
      book: this.book,
      size,
      now: this.#options.now(),
      query: (state, found) => {
        const query = this.#query(state, view, found);
        // What was typed a moment ago has not been looked for yet.
        if (found !== undefined) this.#finder.scan(this.book, view, () => false);
        return found === undefined ? query : this.#query(state, view, found);
      },
      heights: (state, rows) => rowHeights(this.#frameOf(state, view, size, 0), rows),
      isLooking: () => this.#finder.isReading,
      overlayLength: (state) => overlayLines(this.#frameOf(state, view, size, 0)).length,
    };
  }

  #scan(): void {
    const view = this.#view;
    if (view === undefined) return;
    const { filter, search } = this.#state;
    this.#finder.filterOf(filter);
    this.#finder.foundOf(filter, search);
    const over = performance.now() + scanMs;
    this.#scanning = !this.#finder.scan(this.book, view, () => performance.now() > over);
    if (this.#scanning) this.#redrawSoon(0);
  }

  #dropMinor(): void {
    clearTimeout(this.#minorTimer);
    this.#minorTimer = undefined;
  }

  #redrawSoon(ms: number): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => this.#redraw(), ms);
  }

  /** A notice goes by itself after a while. */
  #letNoticeGo(): void {
    const { notice } = this.#state;
    if (notice === this.#noticed) return;
    this.#noticed = notice;
    clearTimeout(this.#noticeTimer);
    if (notice === undefined) return;
    this.#noticeTimer = setTimeout(() => this.update((state) => ({ ...state, notice: undefined })), noticeMs);
  }

  #redraw(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#letNoticeGo();
    this.#scan();
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
