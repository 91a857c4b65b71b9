/** A duration in ms as Go's programs write it and as Compose files can say it: `1m30s`, `1.5s`, `350ms`. */
export function durationText(ms: number): string {
  if (ms === 0) return '0s';
  if (ms < 1) return ms < 1e-3 ? `${round(ms * 1e6)}ns` : `${round(ms * 1e3)}µs`;
  if (ms < 1000) return `${round(ms)}ms`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = `${round((ms - minutes * 60_000) / 1000)}s`;
  if (minutes === 0) return seconds;
  return minutes < 60 ? `${minutes}m${seconds}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}

/** Nothing finer than a nanosecond can be said. */
const round = (value: number): number => Number(value.toFixed(9));
