import type { Node, YAMLMap } from 'yaml';
import type { Dialect } from '../model.ts';
import { type EditableFile, indentAt, lineStart } from './editable-file.ts';
import { extensionName, ownRoots } from './find-nodes.ts';
import { flowItem, type NewItem } from './list-edit.ts';
import { insertAfter, insertFirst, type NewPair, pairOf, setInValue } from './map-edit.ts';
import type { AnyPair } from './node-range.ts';
import { isEmpty, keyStart, keyText, nodeEnd, pairEnd } from './node-range.ts';
import type { SourceEdit } from './source-edit.ts';
import { bracketed } from './written.ts';

/** `stages` with these items, in place of the word `default` or of nothing. */
export function addStageList(file: EditableFile, dialect: Dialect, items: readonly NewItem[]): readonly SourceEdit[] {
  const list = bracketed('[', items.map((item) => flowItem(item, file.isPadded)).join(', '), file.isPadded);
  const own = ownRoots(file, dialect);
  const before = own.flatMap((root) => pairOf(root, 'stages') ?? []).at(-1);
  if (before !== undefined) return [replaceValue(file, before, list)];
  const pair: NewPair = { key: 'stages', value: list };
  const [root] = file.roots;
  if (root === undefined) return [];
  if (dialect === 'devstack') return [insertTop(file, root, pair)];
  const [extension] = own;
  if (extension !== undefined) return [insertFirst(file, extension, pair)];
  const empty = pairOf(root, extensionName);
  if (empty !== undefined) return [setInValue(file, root, empty, pair)].filter((edit) => edit !== undefined);
  return [insertTop(file, root, { key: extensionName, value: bracketed('{', `stages: ${list}`, file.isPadded) })];
}

function replaceValue({ text }: EditableFile, pair: AnyPair, value: string): SourceEdit {
  const end = pairEnd(text, pair);
  if (isEmpty(pair.value)) return { start: end, end, text: ` ${value}` };
  const node = pair.value as Node;
  return { start: node.range?.[0] ?? end, end: nodeEnd(text, node), text: value };
}

/** After the name of the project; else first, but below a comment, which is about the whole file. */
function insertTop(file: EditableFile, root: YAMLMap, pair: NewPair): SourceEdit {
  const items = root.items as readonly AnyPair[];
  const before = items.findLast((one) => ['name', 'version'].includes(keyText(one)));
  if (before !== undefined) return insertAfter(file, root, before, pair);
  const [first] = items;
  if (root.flow || first === undefined) return insertFirst(file, root, pair);
  const { text, eol } = file;
  const start = lineStart(text, keyStart(first));
  return { start, end: start, text: `${indentAt(text, keyStart(first))}${pair.key}: ${pair.value}${eol}${eol}` };
}
