import { widthOf } from '../../src/ui/width.ts';
import { type Look, type Run, runsOf } from './runs.ts';

const cell = { width: 8.4, height: 18 };
const margin = 14;
const fontSize = 14;
const foreground = '#d4d8e0';
const background = '#14171f';

const named = [
  ...['#4b5263', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d4d8e0'],
  ...['#6b7385', '#ff7a85', '#b5e890', '#ffd78a', '#7cc4ff', '#dd9bf0', '#74d4e0', '#ffffff'],
];
const steps = [0, 95, 135, 175, 215, 255];

const hex = (...parts: readonly number[]): string =>
  `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** Of the 256 colours of xterm: 16 with names, a cube of 216, 24 greys. */
function colorOf(index: number): string {
  if (index < 16) return named[index] ?? foreground;
  if (index >= 232) return hex(...Array.from({ length: 3 }, () => 8 + (index - 232) * 10));
  const at = index - 16;
  return hex(...[Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((step) => steps[step] ?? 0));
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const rounded = (value: number): string => String(Math.round(value * 100) / 100);

function colorsOf({ color, background: behind, inverse }: Look): { readonly front: string; readonly back?: string } {
  const front = color === undefined ? foreground : colorOf(color);
  const back = behind === undefined ? undefined : colorOf(behind);
  if (inverse) return { front: back ?? background, back: front };
  return back === undefined ? { front } : { front, back };
}

interface Placed extends Run {
  /** columns */
  readonly at: number;
  readonly width: number;
}

function placed(runs: readonly Run[]): readonly Placed[] {
  let at = 0;
  return runs.map((run) => {
    const width = widthOf(run.text);
    at += width;
    return { ...run, at: at - width, width };
  });
}

const leftOf = (at: number): string => rounded(margin + at * cell.width);

function backdrop({ look, at, width }: Placed, row: number): string {
  const { back } = colorsOf(look);
  if (back === undefined) return '';
  const box = `x="${leftOf(at)}" y="${margin + row * cell.height}" width="${rounded(width * cell.width)}" height="${cell.height}"`;
  return `<rect ${box} fill="${back}"/>\n`;
}

/** Placed and stretched by columns, so that rows are in line whatever font there is. */
function span({ text, look, at, width }: Placed): string {
  if (text.trim() === '') return '';
  const weight = look.bold ? ' font-weight="bold"' : '';
  const opacity = look.dim ? ' fill-opacity="0.6"' : '';
  const place = `x="${leftOf(at)}" textLength="${rounded(width * cell.width)}"`;
  return `<tspan ${place} fill="${colorsOf(look).front}"${weight}${opacity}>${escaped(text)}</tspan>`;
}

function line(runs: readonly Placed[], row: number): string {
  const spans = runs.map(span).join('');
  const baseline = rounded(margin + (row + 0.75) * cell.height);
  return spans === '' ? '' : `<text y="${baseline}">${spans}</text>\n`;
}

/** A picture of a screen of so many columns, whose rows are as a terminal gets them. */
export function svgOf(rows: readonly string[], columns: number, title: string): string {
  const lines = runsOf(rows).map(placed);
  const width = rounded(2 * margin + columns * cell.width);
  const height = 2 * margin + rows.length * cell.height;
  const font = `font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${fontSize}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${font} xml:space="preserve">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${background}"/>
${lines.flatMap((runs, row) => runs.map((run) => backdrop(run, row))).join('')}${lines.map(line).join('')}</svg>
`;
}
