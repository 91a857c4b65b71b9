const eager = { period: 50, for: 3000 } as const;
const growth = 1.5;
const slowest = 1000;

/**
 * How long to wait before the next probe, in ms: every `first` (50 ms) for 3 s, then ×1.5 up to 1 s. Flat at first, because
 * a back-off from the start makes a chain a quarter slower for nearly the same number of probes.
 */
export function cadence(elapsedMs: number, period: number | undefined, first: number = eager.period): number {
  if (period !== undefined) return period;
  if (elapsedMs < eager.for) return first;
  let wait = first;
  for (let at: number = eager.for; at <= elapsedMs && wait < slowest; at += wait)
    wait = Math.min(wait * growth, slowest);
  return Math.round(wait);
}
