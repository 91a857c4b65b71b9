import { parseDuration } from '../core/duration.ts';
import { fail, ok, type Result } from '../core/result.ts';

/** A number of log lines, or all of them. */
export function parseTail(text: string): Result<number | 'all', string> {
  if (text === 'all') return ok(text);
  return /^\d{1,9}$/.test(text) ? ok(Number(text)) : fail('It has to be a whole number, or "all"');
}

/** Seconds as Compose has them, or a duration such as 1m30s; in ms. */
export function parseSeconds(text: string): Result<number, string> {
  if (/^\d{1,9}$/.test(text)) return ok(Number(text) * 1000);
  const duration = parseDuration(text);
  return duration.ok ? duration : fail('It has to be a number of seconds, or such as 1m30s');
}

/** The number of one container of a unit, from 1. */
export function parseIndex(text: string): Result<number, string> {
  return /^[1-9]\d{0,5}$/.test(text) ? ok(Number(text)) : fail('It has to be a whole number from 1 up');
}

/** Into how many parts the work is divided: each has a stack of its own. */
export function parseShards(text: string): Result<number, string> {
  return /^([1-9]|[1-5]\d|6[0-4])$/.test(text) ? ok(Number(text)) : fail('It has to be a whole number from 1 to 64');
}

/** `UNIT=NUMBER`. */
export function parseScale(text: string): Result<string, string> {
  return /^[\w.-]+=\d{1,4}$/.test(text) ? ok(text) : fail('It has to be such as web=3');
}

/** A moment: how long ago (`10m`), a date (`2026-01-31T12:00:00Z`), or seconds since the epoch; in ms since the epoch. */
export function parseMoment(text: string, now: number): Result<number, string> {
  if (/^\d{1,12}(\.\d+)?$/.test(text)) return ok(Number(text) * 1000);
  const ago = parseDuration(text);
  if (ago.ok) return ok(now - ago.value);
  const date = Date.parse(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(date)) return ok(date);
  return fail(`has to be how long ago, such as 10m, or a date such as 2026-01-31T12:00:00Z, not "${text}"`);
}
