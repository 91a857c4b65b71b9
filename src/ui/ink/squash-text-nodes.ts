import { sanitizeLine } from '../sanitize.ts';

/** What a text of Ink consists of: its own texts, and texts inside it. */
interface TextNode {
  readonly childNodes: readonly (TextNode | { readonly nodeName: '#text'; readonly nodeValue: string })[];
}

/** What moves the cursor, rings, or is otherwise neither text, line end nor colour. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unclean = /[\u0000-\u0009\u000b-\u001a\u001c-\u001f\u007f-\u009f]|\u001b(?!\[[0-9;:]*m)/;

const cleaned = (line: string): string => sanitizeLine(line, true);

/**
 * Stands in for the module of this name that Ink takes the text of a row together with, twice for each that changes: the
 * bundler puts it there. Ink's own takes every text apart into its sequences to be sure of them, which costs more than
 * all else of a frame; rows of this screen are clean, and only one that is not is taken apart.
 */
export default function squashTextNodes({ childNodes }: TextNode): string {
  const text = childNodes.map((child) => ('nodeValue' in child ? child.nodeValue : squashTextNodes(child))).join('');
  return unclean.test(text) ? text.split('\n').map(cleaned).join('\n') : text;
}
