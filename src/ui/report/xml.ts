import { stripped } from '../sanitize.ts';

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\n', '&#10;'],
]);

/** All that XML 1.0 has no room for, not even as a reference (section 2.2, "Characters"). */
const impossible = /[^\n\u0020-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const withoutControls = (text: string): string =>
  text
    .split('\n')
    .map((line) => stripped(line))
    .join('\n')
    .toWellFormed()
    .replaceAll(impossible, '\ufffd');

/** An element of XML; attributes without a value are left out. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly (Element | string)[];
}

/** A document of XML 1.0 in UTF-8. Terminal sequences are left out of its texts, what XML can not hold is replaced. */
export const xmlDocument = (root: Element): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}\n`;

function elementText({ name, attributes, children }: Element, indent: string): string {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${attributeText(String(value))}"`],
  );
  const start = `${indent}<${name}${given.join('')}`;
  if (children.length === 0) return `${start}/>`;
  const [first] = children;
  if (typeof first === 'string') return `${start}>${bodyText(children.join(''))}</${name}>`;
  const inner = children.map((child) =>
    typeof child === 'string' ? bodyText(child) : elementText(child, `${indent}  `),
  );
  return `${start}>\n${inner.join('\n')}\n${indent}</${name}>`;
}

const attributeText = (text: string): string =>
  withoutControls(text).replaceAll(/[&<>"\n]/g, (character) => entities.get(character) ?? character);

const bodyText = (text: string): string =>
  withoutControls(text).replaceAll(/[&<>]/g, (character) => entities.get(character) ?? character);
