import { fail, ok, type Result } from '../core/result.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The fields of a cron line, in order (POSIX, "crontab"); names count from the first number. */
const fields: readonly { readonly name: string; readonly from: number; readonly to: number; words?: string[] }[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, words: months },
  { name: 'day of the week', from: 0, to: 7, words: days },
];

const nicknames = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']);

/** A cron line, checked and otherwise as it is: nothing here waits for its time. The reason continues `"schedule" …`. */
export function parseCron(text: string): Result<string, string> {
  const line = text.trim().split(/\s+/);
  if (line.length === 1 && nicknames.has(line[0] ?? '')) return ok(line[0] ?? '');
  if (line.length !== fields.length) {
    return fail(`must be a cron line of five fields, such as "0 3 * * *", not "${text}"`);
  }
  const wrong = fields.find((field, index) => !isField(line[index] ?? '', field));
  if (wrong === undefined) return ok(line.join(' '));
  const value = line[fields.indexOf(wrong)];
  return fail(`has the ${wrong.name} "${value}", which is not *, or numbers from ${wrong.from} to ${wrong.to}`);
}

/** A list of `*`, numbers and ranges, each with a step if need be. */
function isField(text: string, { from, to, words = [] }: (typeof fields)[number]): boolean {
  const numberOf = (word: string): number => {
    const named = words.indexOf(word.toLowerCase());
    return named === -1 ? (/^\d+$/.test(word) ? Number(word) : Number.NaN) : from + named;
  };
  return text.split(',').every((item) => {
    const [range = '', step, ...more] = item.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === '*') return true;
    const [first, last, ...rest] = range.split('-').map(numberOf);
    if (first === undefined || rest.length > 0) return false;
    return [first, last ?? first].every((number) => number >= from && number <= to) && first <= (last ?? first);
  });
}
