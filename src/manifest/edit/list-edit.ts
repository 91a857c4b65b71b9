import type { Node, YAMLSeq } from 'yaml';
import { aboveComment, type EditableFile, indentAt, isFirstInLine, lineEnd, lineStart } from './editable-file.ts';
import { wholeLines } from './map-edit.ts';
import { nodeEnd, nodeStart } from './node-range.ts';
import type { SourceEdit } from './source-edit.ts';
import { bracketed, written } from './written.ts';

/** A stage as it is to be written. */
export interface NewItem {
  readonly name: string;
  readonly description?: string | undefined;
}

/** An item on one line. */
export function flowItem({ name, description }: NewItem, isPadded: boolean): string {
  const place = { isFlow: true };
  if (description === undefined) return written(name, place);
  return bracketed('{', `name: ${written(name, place)}, description: ${written(description, place)}`, isPadded);
}

function blockItem({ name, description }: NewItem, indent: string, eol: string): string {
  const place = { isFlow: false };
  if (description === undefined) return `${indent}- ${written(name, place)}`;
  return `${indent}- name: ${written(name, place)}${eol}${indent}  description: ${written(description, place)}`;
}

/** Of a list in lines: the place of the dash of an item. */
const dashOf = (text: string, item: Node): number => text.lastIndexOf('-', nodeStart(text, item) - 1);

/** An item at a position of a list, in the way in which the others are written. */
export function insertItem(file: EditableFile, list: YAMLSeq, index: number, item: NewItem): SourceEdit {
  const { text, eol, isPadded } = file;
  const items = list.items as readonly Node[];
  const last = items.at(-1);
  const next = items[index];
  if (last === undefined) {
    const [start = 0, end = start] = list.range ?? [];
    return { start, end, text: bracketed('[', flowItem(item, isPadded), isPadded) };
  }
  if (list.flow) {
    const beside = nodeStart(text, next ?? last);
    const gap = isFirstInLine(text, beside) ? `${eol}${indentAt(text, beside)}` : ' ';
    const added = flowItem(item, isPadded);
    if (next !== undefined) return { start: beside, end: beside, text: `${added},${gap}` };
    const end = nodeEnd(text, last);
    return { start: end, end, text: `,${gap}${added}` };
  }
  const dash = dashOf(text, next ?? last);
  const added = blockItem(item, indentAt(text, dash), eol);
  const start = next === undefined ? lineEnd(text, nodeEnd(text, last)) : aboveComment(text, lineStart(text, dash));
  return { start, end: start, text: next === undefined ? `${eol}${added}` : `${added}${eol}` };
}

/** A list without one of its items. */
export function removeItem({ text, eol }: EditableFile, list: YAMLSeq, index: number): SourceEdit | undefined {
  const items = list.items as readonly Node[];
  const [previous, item, next] = [items[index - 1], items[index], items[index + 1]];
  if (item === undefined) return undefined;
  const [start, end] = [nodeStart(text, item), nodeEnd(text, item)];
  if (list.flow) {
    if (next !== undefined) return { start, end: nodeStart(text, next), text: '' };
    return { start: previous === undefined ? start : nodeEnd(text, previous), end, text: '' };
  }
  const dash = dashOf(text, item);
  return items.length === 1 ? { start: dash, end, text: ' []' } : wholeLines(text, eol, dash, end);
}

/** Makes a map of an item that is a name alone, so that it can have a description. */
export function describeName(
  file: EditableFile,
  list: YAMLSeq,
  item: Node,
  description: string,
): readonly SourceEdit[] {
  const { text, isPadded } = file;
  const [start, end] = [nodeStart(text, item), nodeEnd(text, item)];
  const value = written(description, { isFlow: list.flow === true });
  if (list.flow) {
    return [{ start, end, text: bracketed('{', `name: ${text.slice(start, end)}, description: ${value}`, isPadded) }];
  }
  const at = lineEnd(text, end);
  return [
    { start, end: start, text: 'name: ' },
    { start: at, end: at, text: `${file.eol}${indentAt(text, start)}description: ${value}` },
  ];
}
