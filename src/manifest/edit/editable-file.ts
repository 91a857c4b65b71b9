import { type Document, isAlias, isMap, type Node, parseAllDocuments, type YAMLMap } from 'yaml';

/** A manifest file that is edited. */
export interface ManifestFile {
  /** absolute */
  readonly path: string;
  readonly text: string;
  /** named by the command line or found; included: what such a file includes; extended: its units only lend their keys */
  readonly role: 'main' | 'included' | 'extended';
}

/** The same with its nodes, whose ranges are offsets in the text. */
export interface EditableFile extends ManifestFile {
  /** of each document that is a map */
  readonly roots: readonly YAMLMap[];
  /** how its lines end */
  readonly eol: string;
  /** whether blanks stand within its brackets */
  readonly isPadded: boolean;
  /** the node that an alias stands for, and any other node itself */
  resolve(node: unknown): Node | undefined;
}

/** Parses a file that is known to be sound. */
export function parseEditable(file: ManifestFile): EditableFile {
  const { text } = file;
  const parsed = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
  const documents: readonly Document[] = 'empty' in parsed ? [] : parsed;
  const roots = documents.flatMap(({ contents }) => (isMap(contents) ? [contents] : []));
  return {
    ...file,
    roots,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    isPadded: /[[{] /.test(text),
    resolve(node) {
      if (!isAlias(node)) return (node ?? undefined) as Node | undefined;
      return documents.map((document) => node.resolve(document)).find((found) => found !== undefined);
    },
  };
}

/** Where the line of an offset begins. */
export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** Where the line of an offset ends, before its line break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' && end > at ? end - 1 : end;
}

/** Where the line after that of an offset begins; the end of the text where there is none. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** Blanks as wide as what stands before an offset in its line. */
export const indentAt = (text: string, at: number): string => ' '.repeat(at - lineStart(text, at));

/** Whether only blanks stand before an offset in its line. */
export const isFirstInLine = (text: string, at: number): boolean => text.slice(lineStart(text, at), at).trim() === '';

/** The start of a line, or that of the comment which stands right above it. */
export function aboveComment(text: string, start: number): number {
  let at = start;
  while (at > 0) {
    const above = lineStart(text, at - 1);
    if (!/^[ \t]*#/.test(text.slice(above, at))) break;
    at = above;
  }
  return at;
}
