/** What the patterns said of a folder, so that the paths in it need not ask them again. */
export type Verdicts = readonly boolean[];

/** Whether a path is matched, and what is handed on to the paths below it. */
interface Match {
  readonly matched: boolean;
  readonly verdicts: Verdicts;
}

interface Pattern {
  /** takes back what earlier patterns matched */
  readonly exception: boolean;
  readonly text: string;
  readonly test: RegExp;
}

/**
 * Patterns of a `.dockerignore`, with the rules of the builders themselves (moby/patternmatcher): the last pattern that
 * matches decides, `!` takes back, and a pattern that matches a folder matches all in it. Paths have slashes and no
 * leading one.
 */
export class PathPatterns {
  readonly #patterns: readonly Pattern[];
  readonly #plainPatterns: boolean;
  readonly #plainExceptions: boolean;

  /** Throws an Error that names the pattern where one is malformed. */
  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.flatMap(parse);
    const plain = (exception: boolean) =>
      this.#patterns.every((one) => one.exception !== exception || !/[*?[\\]/.test(stem(one.text)));
    this.#plainPatterns = plain(false);
    this.#plainExceptions = plain(true);
  }

  get isEmpty(): boolean {
    return this.#patterns.length === 0;
  }

  /** Whether a path is matched, given the verdicts of the folder that it is in; absent for the top. */
  match(path: string, parent: Verdicts | undefined): Match {
    let matched = false;
    const verdicts = this.#patterns.map(({ exception, test }, index) => {
      // What can not change the outcome any more is not asked, and counts as not matched for what is below as well.
      const hit = parent?.[index] === true || (exception === matched && test.test(path));
      if (hit) matched = !exception;
      return hit;
    });
    return { matched, verdicts };
  }

  /** Whether something in a folder that is not matched itself may be. */
  mayMatchWithin(folder: string): boolean {
    return !this.#plainPatterns || this.#reachInto(folder, false);
  }

  /** Whether an exception may take back something in a folder that is matched. */
  mayExceptWithin(folder: string): boolean {
    return (
      this.#patterns.some(({ exception }) => exception) && (!this.#plainExceptions || this.#reachInto(folder, true))
    );
  }

  #reachInto(folder: string, exceptions: boolean): boolean {
    return this.#patterns.some(
      ({ exception, text }) => exception === exceptions && `${stem(text)}/`.startsWith(`${folder}/`),
    );
  }
}

const stem = (text: string): string => text.replace(/\/\*\*$/, '').replace(/\/\*$/, '');

function parse(line: string): readonly Pattern[] {
  const trimmed = line.trim();
  if (trimmed === '') return [];
  const cleaned = clean(trimmed);
  const exception = cleaned.startsWith('!');
  const text = exception ? cleaned.slice(1) : cleaned;
  if (text === '') throw new Error(`"${trimmed}" says no path after the "!"`);
  return [{ exception, text, test: toRegExp(text) }];
}

/** Without `.`, `..`, double slashes and a slash at the end, as far as that can be said from the text alone. */
export function clean(path: string): string {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !rooted) parts.push(part);
  }
  return (rooted ? '/' : '') + parts.join('/') || '.';
}

const member = String.raw`(?:\\.|[^\\\]-])`;
const tokens = new RegExp(String.raw`\*\*\/?|[*?]|\\.|\[\^?(?:${member}(?:-${member})?)+\]|[^\\[]`, 'gsuy');

function toRegExp(text: string): RegExp {
  // Of a name after two stars the end is enough, but only while nothing else in it is special.
  if (/^\*\*[^/*?[\]\\][^*?[\]\\]*$/.test(text)) return new RegExp(`${literal(text.slice(2))}$`, 'su');
  let source = '';
  let at = 0;
  for (const [token] of text.matchAll(tokens)) {
    at += token.length;
    source += piece(token, at === text.length);
  }
  if (at !== text.length) throw new Error(`"${text}" is no valid pattern`);
  return new RegExp(`^${source}$`, 'su');
}

function piece(token: string, last: boolean): string {
  if (token.startsWith('**')) return last ? '.*' : '(?:.*/)?';
  if (token === '*') return '[^/]*';
  if (token === '?') return '[^/]';
  if (token.length > 1 && token.startsWith('[')) return setOf(token);
  return literal(token.startsWith('\\') ? token.slice(1) : token);
}

/** A set of characters: what is special in a JavaScript set and not in the pattern gets a backslash. */
function setOf(token: string): string {
  const negated = token.startsWith('[^');
  const members = token
    .slice(negated ? 2 : 1, -1)
    .replaceAll(/\\(.)|[[\]^]/gsu, (found, escaped?: string) =>
      escaped === undefined ? `\\${found}` : /[\\\]^[-]/.test(escaped) ? `\\${escaped}` : escaped,
    );
  return `[${negated ? '^' : ''}${members}]`;
}

const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
