import { asciiGlyphs, type Glyphs, type Tone, unicodeGlyphs } from './glyphs.ts';

/** 0 none, 1 the 16 colours, 2 the palette of 256, 3 any. */
type ColorLevel = 0 | 1 | 2 | 3;

/** How everything looks, decided once. */
export interface Theme {
  readonly colorLevel: ColorLevel;
  readonly glyphs: Glyphs;
  /** A text of ours in a tone; without Unicode, its signs are spelled in ASCII. */
  paint(tone: Tone, text: string): string;
  /** A text in the colour of a unit, the same for the same name in every run. */
  paintUnit(name: string, text: string): string;
}

/** What a theme is decided from. */
export interface ThemeSource {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
}

type Codes = Readonly<Record<Tone, string>>;

const onDark: Codes = {
  plain: '',
  dim: '2',
  strong: '1',
  title: '1;36',
  good: '32',
  busy: '36',
  bad: '1;31',
  warn: '33',
  found: '7',
  match: '30;43',
};

/** Yellow and cyan can not be read on white. */
const onLight: Codes = { ...onDark, title: '1;34', busy: '34', warn: '35', good: '32', match: '97;44' };

/** Weight alone. */
const withoutHues: Codes = { ...onDark, title: '1', good: '', busy: '', bad: '1', warn: '', match: '1;7' };

/** What colours are chosen for. */
type Palette = 'dark' | 'light' | 'mono';

const codesOf: Readonly<Record<Palette, Codes>> = { dark: onDark, light: onLight, mono: withoutHues };

/** `DEVSTACK_THEME` says it; else some terminals tell their background in `COLORFGBG`, as `foreground;background`. */
function paletteOf({ environment }: ThemeSource): Palette {
  const named = environment.DEVSTACK_THEME;
  if (named === 'dark' || named === 'light' || named === 'mono') return named;
  const background = environment.COLORFGBG?.split(';').at(-1);
  return background === '7' || background === '15' ? 'light' : 'dark';
}

// No red: it is kept for what failed.
const namedUnitColors = ['36', '35', '34', '33', '32', '96', '95', '94', '93', '92'];
const darkUnitColors = ['36', '35', '34', '32'];
const calmUnitColors = [74, 108, 139, 173, 143, 73, 175, 179, 110, 150].map((index) => `38;5;${index}`);
const deepUnitColors = [24, 29, 90, 130, 64, 30, 94, 55, 25, 96].map((index) => `38;5;${index}`);

/** FNV-1a: small, and spreads short names well. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

const esc = String.fromCharCode(27);
const sgr = (code: string, text: string): string =>
  code === '' || text === '' ? text : `${esc}[${code}m${text}${esc}[0m`;

const spelled = new Map(
  Object.entries({ '→': '->', '←': '<-', '│': '|', '…': '...', '·': '-', '↑': '^', '↓': 'v', '⏎': 'Enter' }),
);
const spell = (text: string): string => Array.from(text, (sign) => spelled.get(sign) ?? sign).join('');

function forcedLevel(value: string | undefined): ColorLevel | undefined {
  if (value === undefined) return undefined;
  if (value === 'false' || value === '0') return 0;
  if (value === '2') return 2;
  if (value === '3') return 3;
  return 1;
}

/** `FORCE_COLOR` wins over `NO_COLOR` (no-color.org), as in Node itself; an empty `NO_COLOR` does not count. */
function colorLevelOf({ environment, isTTY }: ThemeSource): ColorLevel {
  const forced = forcedLevel(environment.FORCE_COLOR);
  if (forced !== undefined) return forced;
  if (environment.NO_COLOR !== undefined && environment.NO_COLOR !== '') return 0;
  const term = environment.TERM ?? '';
  if (!isTTY || term === 'dumb') return 0;
  if (environment.COLORTERM === 'truecolor' || environment.COLORTERM === '24bit') return 3;
  return term.includes('256') ? 2 : 1;
}

function unitColorsOf(palette: Palette, level: ColorLevel): readonly string[] {
  switch (palette) {
    case 'mono':
      return [''];
    case 'light':
      return level >= 2 ? deepUnitColors : darkUnitColors;
    case 'dark':
      return level >= 2 ? calmUnitColors : namedUnitColors;
  }
}

/** Colours and signs for an environment and a stream. */
export function themeFor(source: ThemeSource): Theme {
  const colorLevel = colorLevelOf(source);
  const palette = paletteOf(source);
  const codes = codesOf[palette];
  const unitColors = unitColorsOf(palette, colorLevel);
  const isAscii = source.environment.TERM === 'dumb' || source.environment.DEVSTACK_ASCII === '1';
  const paint = (code: string, text: string): string => {
    // Errors of probes and engines may hold line breaks, which would tear a row of a table apart.
    const line = text.replace(/\p{Cc}+/gu, ' ');
    const shown = isAscii ? spell(line) : line;
    return colorLevel === 0 ? shown : sgr(code, shown);
  };
  return {
    colorLevel,
    glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
    paint: (tone, text) => paint(codes[tone], text),
    paintUnit: (name, text) => paint(unitColors[hash(name) % unitColors.length] ?? '', text),
  };
}
