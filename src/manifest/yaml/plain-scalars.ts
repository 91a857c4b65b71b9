import { closingQuote } from '../closing-quote.ts';
import type { ScalarTree } from '../tree.ts';

/** A scalar on one line, and where the text goes on behind it. */
export interface PlainScalar {
  readonly value: ScalarTree['value'];
  /** as it was written, for a string without quotes and escapes */
  readonly text: string;
  readonly end: number;
}

/** What starts with an indicator is more than a plain text, other than a "-" that no blank follows. */
const inBlock = /(?:[^ \n?:,[\]{}#&*!|>'"%@`-]|-[\w./])[^\n]*/y;
const inFlow = /(?:[^ \n?:,[\]{}#&*!|>'"%@`-]|-[\w./])[^\n,[\]{}]*/y;

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The scalar at an offset, in brackets or not; undefined where it may be more than a text on one line. */
export function plainScalar(text: string, at: number, isInFlow: boolean): PlainScalar | undefined {
  if (text[at] === '"') return doubleQuoted(text, at);
  return text[at] === "'" ? singleQuoted(text, at) : unquoted(text, at, isInFlow);
}

function doubleQuoted(text: string, at: number): PlainScalar | undefined {
  const close = closingQuote(text, at);
  const inner = text.slice(at + 1, close);
  if (close === -1 || inner.includes('\n')) return undefined;
  if (!inner.includes('\\')) return { value: inner, text: inner, end: close + 1 };
  if (/\\[^"\\/bfnrt]/.test(inner.replaceAll('\\\\', ''))) return undefined;
  const value = inner.replace(/\\(.)/g, (_, char: string) => escapes[char] ?? char);
  return { value, text: value, end: close + 1 };
}

function singleQuoted(text: string, at: number): PlainScalar | undefined {
  let close = text.indexOf("'", at + 1);
  while (close !== -1 && text[close + 1] === "'") close = text.indexOf("'", close + 2);
  const inner = text.slice(at + 1, close);
  if (close === -1 || inner.includes('\n')) return undefined;
  const value = inner.replaceAll("''", "'");
  return { value, text: value, end: close + 1 };
}

function unquoted(text: string, at: number, isInFlow: boolean): PlainScalar | undefined {
  const pattern = isInFlow ? inFlow : inBlock;
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0];
  if (found === undefined) return undefined;
  const comment = found.indexOf(' #');
  if (comment !== -1 && isInFlow) return undefined;
  const written = withoutBlanks(comment === -1 ? found : found.slice(0, comment));
  // A key is looked for first, so that this is one which is not plain.
  if (written.endsWith(':') || written.includes(': ')) return undefined;
  return { value: coreValue(written), text: written, end: at + written.length };
}

function withoutBlanks(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end--;
  return end === text.length ? text : text.slice(0, end);
}

const words = new Map<string, boolean | null>([
  ['~', null],
  ...['null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

const decimal = /^[-+]?\d+$/;
const octal = /^0o[0-7]+$/;
const hexadecimal = /^0x[\da-fA-F]+$/;
const float = /^[-+]?(?:\.\d+|\d+\.\d*|(?:\.\d+|\d+(?:\.\d*)?)[eE][-+]?\d+)$/;
const infinity = /^([-+])?\.(?:inf|Inf|INF)$/;

/** What an unquoted text stands for (YAML 1.2.2, 10.3.2, the core schema). */
function coreValue(text: string): ScalarTree['value'] {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/.test(text)) return text;
  if (decimal.test(text) || octal.test(text) || hexadecimal.test(text)) return Number(text);
  if (float.test(text)) return Number.parseFloat(text);
  const [isInfinite, sign] = infinity.exec(text) ?? [];
  if (isInfinite !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? Number.NaN : text;
}
