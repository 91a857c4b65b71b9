import { fail, ok, type Result } from './result.ts';

/** Milliseconds per unit; the Compose Specification's units ("Specifying durations") and those that its tools also read. */
const units = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

const term = /(\d+(?:\.\d*)?|\.\d+)([a-zµμ]*)/gy;

/**
 * Milliseconds of a duration such as `1m30s` or `500ms` (Compose Specification, "Specifying durations").
 * The reason of a failure continues a sentence: `"timeout" …`.
 */
export function parseDuration(text: string): Result<number, string> {
  const trimmed = text.trim();
  if (trimmed === '0') return ok(0);
  if (/^\d+(\.\d+)?$/.test(trimmed)) return fail(`needs a unit, such as ${trimmed}s or ${trimmed}ms`);
  let total = 0;
  let end = 0;
  for (const match of trimmed.matchAll(term)) {
    const factor = units.get(match[2] ?? '');
    if (factor === undefined) break;
    total += Number(match[1]) * factor;
    end = match.index + match[0].length;
  }
  if (end === 0 || end < trimmed.length) return fail(`must be a duration such as 1m30s or 500ms, not "${trimmed}"`);
  return ok(total);
}

/** A duration in ms for people: `350ms`, `4.8s`, `1m05s`, `2h03m`. */
export function formatDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < 1000) return `${whole}ms`;
  const tenths = Math.round(whole / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)}s`;
  const seconds = Math.round(whole / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${pad(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h${pad(minutes % 60)}m`;
}

const pad = (value: number): string => String(value).padStart(2, '0');
