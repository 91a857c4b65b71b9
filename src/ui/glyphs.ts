import type { Phase } from '../core/unit-state.ts';

/** Every sign that a face draws; each is one column wide. */
export interface Glyphs {
  readonly pending: string;
  readonly ready: string;
  readonly failed: string;
  readonly stopped: string;
  readonly canceled: string;
  /** frames of what is under way */
  readonly busy: readonly string[];
  readonly selected: string;
  readonly stage: string;
  /** of a stage whose units are not shown */
  readonly closed: string;
  readonly arrow: string;
  readonly waitsFor: string;
  readonly bar: string;
  readonly rule: string;
  readonly barBelow: string;
  readonly barAbove: string;
  readonly ellipsis: string;
  readonly dot: string;
  /** in charts: made and waiting, and under way */
  readonly waiting: string;
  readonly working: string;
  /** on the critical path */
  readonly critical: string;
}

/** For terminals that show Unicode. */
export const unicodeGlyphs: Glyphs = {
  pending: '○',
  ready: '✓',
  failed: '✗',
  stopped: '■',
  canceled: '◌',
  busy: ['◐', '◓', '◑', '◒'],
  selected: '▸',
  stage: '▾',
  closed: '▹',
  arrow: '→',
  waitsFor: '←',
  bar: '│',
  rule: '─',
  barBelow: '┬',
  barAbove: '┴',
  ellipsis: '…',
  dot: '·',
  waiting: '░',
  working: '█',
  critical: '◆',
};

/** For `TERM=dumb` and everything else that may know ASCII only. */
export const asciiGlyphs: Glyphs = {
  pending: '.',
  ready: '+',
  failed: 'x',
  stopped: '#',
  canceled: '~',
  busy: ['|', '/', '-', '\\'],
  selected: '>',
  stage: 'v',
  closed: '+',
  arrow: '>',
  waitsFor: '<',
  bar: '|',
  rule: '-',
  barBelow: '+',
  barAbove: '+',
  ellipsis: '~',
  dot: '-',
  waiting: '.',
  working: '=',
  critical: '*',
};

/** What a text is about; the theme decides how that looks. */
export type Tone = 'plain' | 'dim' | 'strong' | 'title' | 'good' | 'busy' | 'bad' | 'warn' | 'found' | 'match';

/** How a phase looks everywhere: its sign, its tone, and the word that says the same without either. */
export interface Look {
  readonly glyph: 'pending' | 'ready' | 'failed' | 'stopped' | 'canceled' | 'busy';
  readonly tone: Tone;
  readonly word: string;
}

/** The one table of phases and their looks. */
export const looks: Readonly<Record<Phase, Look>> = {
  pending: { glyph: 'pending', tone: 'dim', word: 'waiting' },
  starting: { glyph: 'busy', tone: 'busy', word: 'starting' },
  probing: { glyph: 'busy', tone: 'busy', word: 'not ready yet' },
  running: { glyph: 'busy', tone: 'busy', word: 'running' },
  ready: { glyph: 'ready', tone: 'good', word: 'ready' },
  completed: { glyph: 'ready', tone: 'good', word: 'exit 0' },
  stopping: { glyph: 'busy', tone: 'warn', word: 'stopping' },
  stopped: { glyph: 'stopped', tone: 'dim', word: 'stopped' },
  failed: { glyph: 'failed', tone: 'bad', word: 'failed' },
  canceled: { glyph: 'canceled', tone: 'dim', word: 'not started' },
};

/** The sign of a look; `frame` counts the steps of the animation. */
export function glyphOf(look: Look, glyphs: Glyphs, frame = 0): string {
  if (look.glyph !== 'busy') return glyphs[look.glyph];
  return glyphs.busy[frame % glyphs.busy.length] ?? glyphs.pending;
}
