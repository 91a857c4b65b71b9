import { fail, ok, type Result } from '../core/result.ts';
import { type InterpolationIssue, interpolate } from './interpolation.ts';

/** What is wrong with a file of variables, and where: an offset in its text. */
export interface DotenvIssue {
  readonly message: string;
  readonly at: number;
}

/** Looks a variable up that a file refers to, or names without a value. */
export type Lookup = (name: string) => string | undefined;

const blankLines = /(?:[^\S\n]*(?:#[^\n]*)?(?:\n|$))*/y;
const key = /[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_][\w.-]*)[^\S\n]*/y;
const separator = /[=:][^\S\n]*/y;
const restOfLine = /[^\n]*/y;
const singleQuoted = /'((?:[^'\\]|\\.)*)'/sy;
const doubleQuoted = /"((?:[^"\\]|\\.)*)"/sy;

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
export function parseRawEnv(text: string, lookup: Lookup): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const at = line.indexOf('=');
    const name = (at === -1 ? line : line.slice(0, at)).trim();
    const value = at === -1 ? lookup(name) : line.slice(at + 1);
    if (value !== undefined) variables.set(name, value);
  }
  return variables;
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
    const { found, end } = take(quote === '"' ? doubleQuoted : singleQuoted, source, from);
    if (found === null) return fail({ message: `the ${quote} of "${name}" is not closed`, at: from });
    const inner = found[1] ?? '';
    const value =
      quote === '"' ? { text: unescape(inner), literal: false } : { text: inner.replaceAll("\\'", "'"), literal: true };
    return ok({ name, value, end: take(restOfLine, source, end).end });
  }
  const { found, end } = take(restOfLine, source, from);
  const text = (found?.[0] ?? '').replace(/(^|\s+)#.*$/, '').trim();
  return ok({ name, value: { text, literal: false }, end });
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** An escaped "$" stays one: doubled, it is no reference for what comes after this. */
const unescape = (text: string): string =>
  text.replace(/\\(.)/gs, (whole, char: string) => (char === '$' ? '$$' : (escapes[char] ?? whole)));

function expand(text: string, find: Lookup): Result<string, string> {
  const issues: InterpolationIssue[] = [];
  const variables = { get: find, has: (name: string) => find(name) !== undefined };
  const value = interpolate(text, variables, (issue) => issues.push(issue));
  const wrong = issues.find(({ kind }) => kind !== 'unset' && kind !== 'lone');
  return wrong === undefined ? ok(value) : fail(wrong.message);
}
