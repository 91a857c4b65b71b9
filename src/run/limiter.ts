const priorities = ['start', 'probe', 'ahead', 'long'] as const;

/** What is let through first when there is less room than work. */
export type Priority = (typeof priorities)[number];

/**
 * Runs at most `starts` starts at once, and `others` of all else beside them: a start does not wait for a probe, nor a
 * probe for many starts. What is done ahead of its turn waits until no start is under way: each would make the other
 * longer, and only the start is waited for. Probes that take long are in nobody's way, up to a number of their own.
 */
export class Limiter {
  readonly #starts: number;
  readonly #others: number;
  readonly #long: number;
  readonly #waiting = new Map<Priority, (() => void)[]>(priorities.map((priority) => [priority, []]));
  readonly #running = new Map<Priority, number>(priorities.map((priority) => [priority, 0]));

  constructor(starts: number, others = starts, long = others) {
    this.#starts = starts;
    this.#others = others;
    this.#long = long;
  }

  async run<Value>(priority: Priority, signal: AbortSignal, task: () => Promise<Value>): Promise<Value> {
    await this.#enter(priority, signal);
    try {
      signal.throwIfAborted();
      return await task();
    } finally {
      this.#count(priority, -1);
      this.#admitNext();
    }
  }

  async #enter(priority: Priority, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const queue = this.#queueOf(priority);
    const leave = () => {
      const at = queue.indexOf(resolve);
      if (at === -1) return;
      queue.splice(at, 1);
      reject(signal.reason);
    };
    queue.push(resolve);
    signal.addEventListener('abort', leave, { once: true });
    this.#admitNext();
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** What is done ahead not at once: a start that is asked for in the same moment, as after a create, goes before it. */
  #admitNext(): void {
    this.#admit('start');
    this.#admit('probe');
    this.#admit('long');
    if (this.#queueOf('ahead').length > 0) setImmediate(() => this.#admit('ahead'));
  }

  #admit(priority: Priority): void {
    const queue = this.#queueOf(priority);
    while (queue.length > 0 && this.#hasRoom(priority)) {
      this.#count(priority, 1);
      queue.shift()?.();
    }
  }

  #hasRoom(priority: Priority): boolean {
    if (priority === 'start') return this.#runningOf('start') < this.#starts;
    if (priority === 'long') return this.#runningOf('long') < this.#long;
    if (this.#runningOf('probe') + this.#runningOf('ahead') >= this.#others) return false;
    return priority === 'probe' || (this.#runningOf('start') === 0 && this.#queueOf('start').length === 0);
  }

  #queueOf(priority: Priority): (() => void)[] {
    return this.#waiting.get(priority) ?? [];
  }

  #runningOf(priority: Priority): number {
    return this.#running.get(priority) ?? 0;
  }

  #count(priority: Priority, change: 1 | -1): void {
    this.#running.set(priority, this.#runningOf(priority) + change);
  }
}
