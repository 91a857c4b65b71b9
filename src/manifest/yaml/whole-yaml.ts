import { type Document, parseAllDocuments } from 'yaml';
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
