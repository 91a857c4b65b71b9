/** A range of a text, in UTF-16 offsets, and what is to stand there instead. */
export interface SourceEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made, whose offsets are those of the text before; the same edit twice is made once. */
export function applyEdits(text: string, edits: readonly SourceEdit[]): string {
  const distinct = new Map(edits.map((edit) => [`${edit.start} ${edit.end} ${edit.text}`, edit]));
  let result = text;
  for (const { start, end, text: added } of [...distinct.values()].toSorted((one, other) => other.start - one.start)) {
    result = result.slice(0, start) + added + result.slice(end);
  }
  return result;
}
