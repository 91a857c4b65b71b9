import { type Document, parseAllDocuments } from 'yaml';
import type { Problem } from '../../core/problem.ts';
import { positionOf, type Source, type Span } from '../../core/source.ts';
import type { Report } from '../context.ts';
import type { Tree } from '../tree.ts';
import { readDocument } from './tree-reader.ts';

// Keys given twice are found elsewhere, with both places.
const options = { uniqueKeys: false, prettyErrors: false, logLevel: 'error' } as const;

/**
 * Reads all documents of a YAML 1.2 file. None where something is wrong: what follows such a problem would be guesses.
 * Never throws.
 */
export function readWholeYaml(source: Source, report: Report): readonly Tree[] {
  const tooMuch = tooMuchOf(source);
  if (tooMuch !== undefined) {
    report(tooMuch);
    return [];
  }
  const early = earlyErrors(source);
  if (early.length > 0) {
    reportOncePerLine('error', early, source, report);
    const message = 'there may be more errors after these, which were not looked for';
    report({ severity: 'error', code: 'too-many', message });
    return [];
  }
  let parsed: ReturnType<typeof parseAllDocuments>;
  try {
    parsed = parseAllDocuments(source.text, options);
  } catch (thrown) {
    const message = thrown instanceof RangeError ? 'this file is nested too deeply' : 'this file is not YAML';
    report({ severity: 'error', code: 'syntax', message, span: { source, start: 0, end: 0 } });
    return [];
  }
  const errors = [...('empty' in parsed ? parsed.errors : []), ...parsed.flatMap((document) => document.errors)];
  const warnings = parsed.flatMap((document) => document.warnings).filter(({ message }) => !isMergeTag(message));
  reportOncePerLine('error', errors, source, report);
  reportOncePerLine('warning', warnings, source, report);
  if (errors.length > 0) return [];
  if (parsed.length === 0) return [{ kind: 'scalar', value: null, text: '', span: { source, start: 0, end: 0 } }];
  return parsed.flatMap(({ contents }) => readDocument(contents, source, report) ?? []);
}

/** As much of a large file is looked at first, characters: the parser takes ten seconds for one that is wrong in each line. */
const firstLook = 128 * 1024;
/** With so many errors in its beginning, nobody needs the rest. */
const manyErrors = 100;

/** The errors in the beginning of a large file, where there are many; what follows is not read then. */
function earlyErrors({ text }: Source): Document.Parsed['errors'] {
  if (text.length <= firstLook) return [];
  const end = text.lastIndexOf('\n', firstLook) + 1;
  try {
    const documents = parseAllDocuments(text.slice(0, end), options);
    // What is not closed where it was cut off may be closed later.
    const errors = documents.flatMap((document) => document.errors).filter(({ pos }) => pos[1] < end - 1);
    return errors.length < manyErrors ? [] : errors;
  } catch {
    return [];
  }
}

/** The parser takes 400 bytes for each character of the worst files. */
const mostCharacters = 2 * 1024 * 1024;
const mostBrackets = 1_000;

/** What would take the parser minutes, or all of the memory. */
function tooMuchOf(source: Source): Problem | undefined {
  const { text } = source;
  if (text.length > mostCharacters) {
    const message = 'this file is larger than 2 MiB, and what stands in it is more than plain YAML';
    const hint = 'split it with "include", or do without anchors, tags and values over several lines';
    return { severity: 'error', code: 'too-large', message, span: { source, start: 0, end: 0 }, hint };
  }
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '[' || char === '{') open++;
    else if ((char === ']' || char === '}') && open > 0) open--;
    if (open <= mostBrackets) continue;
    const span = { source, start: at, end: at + 1 };
    return { severity: 'error', code: 'syntax', message: 'this file is nested too deeply', span };
  }
  return undefined;
}

/** The parser does not know these tags; they are read with the values. */
const isMergeTag = (message: string): boolean => /^Unresolved tag: !(reset|override)$/.test(message);

/** One mistake often makes several errors in a line; the first says what it is. */
function reportOncePerLine(
  severity: 'error' | 'warning',
  errors: Document.Parsed['errors'] | Document.Parsed['warnings'],
  source: Source,
  report: Report,
): void {
  const lines = new Set<number>();
  for (const { code, message, pos } of errors) {
    const start = Math.min(pos[0], source.text.length);
    const span: Span = { source, start, end: Math.max(start, pos[1]) };
    const { line } = positionOf(span);
    if (!lines.has(line)) report({ severity, code: 'syntax', span, ...explain(code, message) });
    lines.add(line);
  }
}

interface Explanation {
  readonly message: string;
  readonly hint?: string;
}

const explanations: Readonly<Record<string, Explanation>> = {
  TAB_AS_INDENT: { message: 'a tab can not indent a line', hint: 'indent with blanks' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a map can not begin here',
    hint: 'check the indentation, and put text that holds ": " in quotes',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'a key must stand on one line and end with ":"',
    hint: 'check the indentation, and that quotes and brackets are closed',
  },
};

function explain(code: string, message: string): Explanation {
  // The parser catches its own overflow and tells it as an error of the text.
  if (/call stack/i.test(message)) return { message: 'this file is nested too deeply' };
  if (code === 'BAD_INDENT' && message.startsWith('Flow')) {
    return { message: 'a bracket is not closed before this place, or what stands in it is not indented' };
  }
  return explanations[code] ?? { message: message.charAt(0).toLowerCase() + message.slice(1) };
}
