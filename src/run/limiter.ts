/** What is let through first when there is less room than work. */
export type Priority = 'start' | 'probe' | 'create';

const order: readonly Priority[] = ['start', 'probe', 'create'];

/** Runs at most `capacity` tasks at once; waiting starts overtake waiting probes, and these creates. */
export class Limiter {
  readonly #capacity: number;
  readonly #waiting = new Map<Priority, (() => void)[]>(order.map((priority) => [priority, []]));
  #running = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  async run<Value>(priority: Priority, signal: AbortSignal, task: () => Promise<Value>): Promise<Value> {
    await this.#enter(priority, signal);
    try {
      signal.throwIfAborted();
      return await task();
    } finally {
      this.#running--;
      this.#admit();
    }
  }

  async #enter(priority: Priority, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#running < this.#capacity) {
      this.#running++;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const queue = this.#waiting.get(priority) ?? [];
    const leave = () => {
      const at = queue.indexOf(resolve);
      if (at === -1) return;
      queue.splice(at, 1);
      reject(signal.reason);
    };
    queue.push(resolve);
    signal.addEventListener('abort', leave, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #admit(): void {
    for (const priority of order) {
      const next = this.#waiting.get(priority)?.shift();
      if (next === undefined) continue;
      this.#running++;
      next();
      return;
    }
  }
}
