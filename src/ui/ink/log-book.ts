import type { RunView } from '../../core/run-view.ts';
import type { InstanceId } from '../../core/unit-state.ts';

/** One visible line. `seq` counts the lines of all instances in the order in which they came. */
export interface LogRow {
  readonly seq: number;
  readonly instance: InstanceId;
  readonly text: string;
}

const capacity = 10_000;

/** How many of the ascending numbers are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The order of log lines across instances. The texts stay in the view, which also masks what turns out to be secret
 * later; a chatty instance evicts nobody else's lines, since each has its own numbers.
 */
export class LogBook {
  readonly #seqs = new Map<InstanceId, number[]>();
  readonly #totals = new Map<InstanceId, number>();
  #next = 1;

  /** A line of this instance came in. */
  note(instance: InstanceId): void {
    const seqs = this.#seqs.get(instance) ?? [];
    seqs.push(this.#next++);
    this.#totals.set(instance, (this.#totals.get(instance) ?? 0) + 1);
    // Cutting only at twice the capacity keeps a flood at constant cost per line.
    this.#seqs.set(instance, seqs.length >= 2 * capacity ? seqs.slice(-capacity) : seqs);
  }

  /** The instances that have written something. */
  instances(): readonly InstanceId[] {
    return [...this.#seqs.keys()];
  }

  /** How many lines have come, also of those that are no longer kept. */
  total(instances: readonly InstanceId[]): number {
    return instances.reduce((sum, instance) => sum + (this.#totals.get(instance) ?? 0), 0);
  }

  /** How many of the kept lines came after `seq`. */
  countAfter(instances: readonly InstanceId[], seq: number): number {
    const counts = instances.map((instance) => {
      const seqs = this.#seqs.get(instance) ?? [];
      return seqs.length - countUpTo(seqs, seq);
    });
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** The last `height` lines up to and including `bottom`, oldest first. Costs no more than what is shown. */
  window(
    view: RunView,
    instances: readonly InstanceId[],
    height: number,
    bottom = Number.POSITIVE_INFINITY,
  ): readonly LogRow[] {
    const rows = instances.flatMap((instance) => {
      const seqs = this.#seqs.get(instance) ?? [];
      const lines = view.logsOf(instance);
      const end = countUpTo(seqs, bottom);
      const missing = lines.length - seqs.length;
      return seqs.slice(Math.max(0, end - height, -missing), end).map((seq, index): LogRow => {
        const at = Math.max(0, end - height, -missing) + index;
        return { seq, instance, text: lines[missing + at] ?? '' };
      });
    });
    return rows.sort((a, b) => a.seq - b.seq).slice(-height);
  }

  /** The bottom line after moving back (negative) or forth by so many lines; undefined: at the end, following again. */
  moved(
    view: RunView,
    instances: readonly InstanceId[],
    bottom: number | undefined,
    by: number,
    height: number,
  ): number | undefined {
    if (by > 0) {
      if (bottom === undefined || this.countAfter(instances, bottom) <= by) return undefined;
      return this.#forth(instances, bottom, by);
    }
    const reach = this.window(view, instances, height - by, bottom);
    // The top of the pane never shows less than a full page where there is one.
    const target = reach[Math.max(Math.min(height, reach.length) - 1, reach.length - 1 + by)];
    return target?.seq;
  }

  #forth(instances: readonly InstanceId[], bottom: number, by: number): number | undefined {
    const later = instances.flatMap((instance) => {
      const seqs = this.#seqs.get(instance) ?? [];
      const start = countUpTo(seqs, bottom);
      return seqs.slice(start, start + by);
    });
    return later.sort((a, b) => a - b)[by - 1];
  }
}
