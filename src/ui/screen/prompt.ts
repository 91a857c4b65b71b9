import { parsePattern } from '../logs/pattern.ts';
import type { ScreenState } from './state.ts';

/** A line that is being typed. */
export interface Prompt {
  readonly kind: 'search' | 'filter' | 'palette';
  readonly text: string;
  /** characters before the cursor */
  readonly cursor: number;
  /** which of the proposals of the palette is chosen */
  readonly chosen: number;
}

/** An empty line, or one to go on with. */
export const openPrompt = (kind: Prompt['kind'], text = ''): Prompt => ({
  kind,
  text,
  cursor: Array.from(text).length,
  chosen: 0,
});

function edited(prompt: Prompt, from: number, to: number, inserted: readonly string[]): Prompt {
  const characters = Array.from(prompt.text);
  const text = [...characters.slice(0, from), ...inserted, ...characters.slice(to)].join('');
  return { ...prompt, text, cursor: from + inserted.length, chosen: 0 };
}

const control = /^\p{Cc}$/u;

/** Text that was typed or pasted: of several lines the first. */
export function insert(prompt: Prompt, text: string): Prompt {
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  const characters = Array.from(line).filter((char) => !control.test(char));
  return edited(prompt, prompt.cursor, prompt.cursor, characters);
}

/** What a key does to the line; undefined for keys that are not about it. */
export function typed(prompt: Prompt, key: string): Prompt | undefined {
  const { cursor, text } = prompt;
  const { length } = Array.from(text);
  switch (key) {
    case 'backspace':
      return cursor === 0 ? prompt : edited(prompt, cursor - 1, cursor, []);
    case 'left':
      return { ...prompt, cursor: Math.max(0, cursor - 1) };
    case 'right':
      return { ...prompt, cursor: Math.min(length, cursor + 1) };
    case 'home':
    case 'ctrl+a':
      return { ...prompt, cursor: 0 };
    case 'end':
    case 'ctrl+e':
      return { ...prompt, cursor: length };
    case 'ctrl+u':
      return edited(prompt, 0, cursor, []);
    case 'ctrl+w': {
      const before = Array.from(text).slice(0, cursor).join('');
      return edited(prompt, Array.from(before.replace(/\S*\s*$/, '')).length, cursor, []);
    }
    case 'up':
      return { ...prompt, chosen: Math.max(0, prompt.chosen - 1) };
    case 'down':
      return { ...prompt, chosen: prompt.chosen + 1 };
    default:
      return Array.from(key).length === 1 ? insert(prompt, key) : undefined;
  }
}

/** Searches and filters while they are typed; a pattern that is none yet leaves what was there. */
export function withPrompt(state: ScreenState, prompt: Prompt): ScreenState {
  const next = { ...state, prompt };
  if (prompt.kind === 'palette') return next;
  const pattern = prompt.text === '' || prompt.text === '!' ? undefined : parsePattern(prompt.text);
  if (pattern?.ok === false) return next;
  return { ...next, [prompt.kind]: pattern?.value };
}

/** What is wrong with a pattern that is being typed; undefined where nothing is. */
export function problemOf({ kind, text }: Prompt): string | undefined {
  if (kind === 'palette') return undefined;
  const pattern = parsePattern(text);
  return pattern.ok ? undefined : pattern.reason;
}
