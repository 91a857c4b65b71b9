import { fail, ok, type Result } from '../core/result.ts';
import { closingQuote } from './closing-quote.ts';
import { type InterpolationIssue, interpolate } from './interpolation.ts';

/** What is wrong with a file of variables, and where: an offset in its text. */
export interface DotenvIssue {
  readonly message: string;
  readonly at: number;
}

/** Looks a variable up that a file refers to, or names without a value. */
export type Lookup = (name: string) => string | undefined;

const blankLines = /(?:[^\S\n]*(?:#[^\n]*)?(?:\n|$))*/y;
const key = /[^\S\n]*(?:export[^\S\n]+)?(\w[\w.-]*)[^\S\n]*/y;
const separator = /[=:][^\S\n]*/y;
const restOfLine = /[^\n]*/y;

/**
 * Variables of a file in Compose's format: quotes (single ones literal), escapes in double quotes, `export`, comments,
 * values over several lines in quotes, references to variables of the shell or of lines above. A name without a value
 * is looked up, and left out where that finds nothing. `before` are the variables of files that come before it.
 */
export function parseDotenv(
  text: string,
  lookup: Lookup,
  before: ReadonlyMap<string, string> = new Map(),
): Result<ReadonlyMap<string, string>, DotenvIssue> {
  const variables = new Map<string, string>();
  const source = text.replaceAll('\r\n', '\n');
  const find: Lookup = (name) => lookup(name) ?? variables.get(name) ?? before.get(name);
  for (let at = take(blankLines, source, 0).end; at < source.length; at = take(blankLines, source, at).end) {
    const entry = readEntry(source, at);
    if (!entry.ok) return entry;
    const { name, value, end } = entry.value;
    const found = value === undefined ? ok(lookup(name)) : value.literal ? ok(value.text) : expand(value.text, find);
    if (!found.ok) return fail({ message: found.reason, at });
    if (found.value !== undefined) variables.set(name, found.value);
    at = end;
  }
  return ok(variables);
}

/** Variables of a file with `format: raw`: what stands after the first "=" is the value, as it is. */
export function parseRawEnv(text: string, lookup: Lookup): Result<ReadonlyMap<string, string>, DotenvIssue> {
  const variables = new Map<string, string>();
  let start = 0;
  for (const line of text.split('\n')) {
    const at = start;
    start += line.length + 1;
    const written = line.replace(/\r$/, '').trimStart();
    if (written.trim() === '' || written.startsWith('#')) continue;
    const sign = written.indexOf('=');
    const name = sign === -1 ? written : written.slice(0, sign);
    if (name === '' || /\s/.test(name)) return fail({ message: 'this is no NAME=VALUE', at });
    const value = sign === -1 ? lookup(name) : written.slice(sign + 1);
    if (value !== undefined) variables.set(name, value);
  }
  return ok(variables);
}

interface Value {
  readonly text: string;
  /** nothing in it is replaced */
  readonly literal: boolean;
}

interface Line {
  readonly name: string;
  readonly value: Value | undefined;
  readonly end: number;
}

interface Match {
  readonly found: RegExpExecArray | null;
  /** where the text goes on */
  readonly end: number;
}

function take(pattern: RegExp, source: string, at: number): Match {
  pattern.lastIndex = at;
  const found = pattern.exec(source);
  return { found, end: at + (found?.[0].length ?? 0) };
}

function readEntry(source: string, start: number): Result<Line, DotenvIssue> {
  const { found, end: afterKey } = take(key, source, start);
  const name = found?.[1];
  if (name === undefined) {
    // What stands there is not repeated: it may be a part of a secret.
    return fail({ message: 'this is no NAME=VALUE', at: start });
  }
  const { found: sign, end: from } = take(separator, source, afterKey);
  if (sign === null) {
    const rest = take(restOfLine, source, afterKey);
    const isBare = /^\s*(#.*)?$/.test(rest.found?.[0] ?? '');
    if (isBare) return ok({ name, value: undefined, end: rest.end });
    return fail({ message: 'a name must be followed by "="', at: start });
  }
  return readValue(source, name, from);
}

function readValue(source: string, name: string, from: number): Result<Line, DotenvIssue> {
  const quote = source[from];
  if (quote === '"' || quote === "'") {
    const close = closingQuote(source, from);
    if (close === -1) return fail({ message: `the ${quote} of "${name}" is not closed`, at: from });
    const inner = source.slice(from + 1, close);
    const value =
      quote === '"'
        ? { text: unescaped(inner), literal: false }
        : { text: inner.replaceAll("\\'", "'"), literal: true };
    return ok({ name, value, end: take(restOfLine, source, close + 1).end });
  }
  const { found, end } = take(restOfLine, source, from);
  const text = found?.[0] ?? '';
  const comment = text.search(/\s#/);
  return ok({ name, value: { text: (comment === -1 ? text : text.slice(0, comment)).trim(), literal: false }, end });
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** An escaped "$" stays one: doubled, it is no reference for what comes after this. */
const unescaped = (text: string): string =>
  text.replace(/\\(.)/gs, (whole, char: string) => (char === '$' ? '$$' : (escapes[char] ?? whole)));

function expand(text: string, find: Lookup): Result<string, string> {
  const issues: InterpolationIssue[] = [];
  const variables = { get: find, has: (name: string) => find(name) !== undefined };
  const value = interpolate(text, variables, (issue) => issues.push(issue));
  const wrong = issues.find(({ kind }) => kind !== 'unset' && kind !== 'lone');
  return wrong === undefined ? ok(value) : fail(wrong.message);
}
