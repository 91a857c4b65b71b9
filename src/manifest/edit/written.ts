import { Scalar } from 'yaml';

/** How a scalar is to be written. */
interface Place {
  /** within brackets, where more characters mean something */
  readonly isFlow: boolean;
  /** how it has been written so far */
  readonly style?: string | undefined;
}

/** The same text in a file, where a dollar begins a variable. */
const escaped = (value: string): string => value.replaceAll('$', () => '$$');

/** Whether what a file says is this text. */
export const says = (written: string, value: string): boolean => written.replaceAll('$$', () => '$') === value;

const plainText = /^[A-Za-z_/]([\w ./()+$@-]|:(?! |$)|[^\0-\x7f\s\p{C}])*$/u;
/** What readers of YAML 1.1 or 1.2 take for something else than text. */
const words = /^(true|false|yes|no|on|off|y|n|null|default)$/i;

/** YAML of a value, in quotes where it needs them or had them. */
export function written(value: string | boolean, { isFlow, style }: Place): string {
  if (typeof value === 'boolean') return String(value);
  const text = escaped(value);
  const isPlain = plainText.test(text) && !words.test(text) && !text.endsWith(' ') && !(isFlow && text.includes(':'));
  if (style === Scalar.QUOTE_SINGLE && !/[\p{C}\n]/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return isPlain && style !== Scalar.QUOTE_DOUBLE ? text : JSON.stringify(text);
}

/** A map or list on one line, with blanks within its brackets where the file has them. */
export function bracketed(open: '{' | '[', content: string, isPadded: boolean): string {
  const pad = isPadded ? ' ' : '';
  return open === '{' ? `{${pad}${content}${pad}}` : `[${pad}${content}${pad}]`;
}
