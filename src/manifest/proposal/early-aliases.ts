import { type Document, isNode, type Node, visit } from 'yaml';

/** Where an alias has come to stand before its anchor, it is written out. */
export function withoutEarlyAliases(document: Document): void {
  const anchored = new Map<string, Node>();
  visit(document, {
    Value(_, node) {
      if (node.anchor) anchored.set(node.anchor, node);
    },
  });
  const seen = new Set<string>();
  visit(document, {
    Value(_, node) {
      if (node.anchor) seen.add(node.anchor);
    },
    Alias(_, alias) {
      const node = anchored.get(alias.source);
      return seen.has(alias.source) || node === undefined ? undefined : copyOf(node);
    },
  });
}

/** An anchor may be there only once. */
function copyOf(node: Node): Node {
  const copy = node.clone();
  if (!isNode(copy)) return node;
  visit(copy, {
    Value(_, inner) {
      delete inner.anchor;
    },
  });
  return copy;
}
