const priorities = ['start', 'probe', 'ahead'] as const;

/** What is let through first when there is less room than work. */
export type Priority = (typeof priorities)[number];

/**
 * Runs at most `capacity` tasks at once; waiting starts overtake waiting probes. What is done ahead of its turn waits
 * until no start is under way: each would make the other longer, and only the start is waited for.
 */
export class Limiter {
  readonly #capacity: number;
  readonly #waiting = new Map<Priority, (() => void)[]>(priorities.map((priority) => [priority, []]));
  readonly #running = new Map<Priority, number>(priorities.map((priority) => [priority, 0]));

  constructor(capacity: number) {
    this.#capacity = capacity;
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
    const running = [...this.#running.values()].reduce((sum, count) => sum + count, 0);
    if (running >= this.#capacity) return false;
    return priority !== 'ahead' || (this.#running.get('start') === 0 && this.#queueOf('start').length === 0);
  }

  #queueOf(priority: Priority): (() => void)[] {
    return this.#waiting.get(priority) ?? [];
  }

  #count(priority: Priority, change: 1 | -1): void {
    this.#running.set(priority, (this.#running.get(priority) ?? 0) + change);
  }
}
