/** What is let through first when there is less room than work. */
export type Priority = 'start' | 'probe' | 'ahead';

const order: readonly Priority[] = ['start', 'probe', 'ahead'];

/**
 * Runs at most `capacity` tasks at once; waiting starts overtake waiting probes. What is done ahead of its turn waits
 * until no start is under way: each would make the other longer, and only the start is waited for.
 */
export class Limiter {
  readonly #capacity: number;
  readonly #waiting = new Map<Priority, (() => void)[]>(order.map((priority) => [priority, []]));
  readonly #running = new Map<Priority, number>(order.map((priority) => [priority, 0]));

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
      this.#admit();
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
    // Not at once: starts that are asked for in the same moment go before what is done ahead.
    if (priority === 'ahead') setImmediate(() => this.#admit());
    else this.#admit();
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #admit(): void {
    for (const priority of order) {
      const queue = this.#queueOf(priority);
      while (queue.length > 0 && this.#hasRoom(priority)) {
        this.#count(priority, 1);
        queue.shift()?.();
      }
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
